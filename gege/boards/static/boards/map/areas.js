/* The outlines of areas: kept as paths for each zoom, found again under a pointer. */

const DRAWN = 15;

/** `places` are what the server told; `map` is Leaflet's. */
export const newAreas = (map, places, corner) => {
  const paths = { zoom: null, of: new Map() };
  const level = (place) => place.code.length;
  const sorted = [...places].sort((one, other) => level(other) - level(one));
  const byCode = new Map(places.map((place) => [place.code, place]));

  const origin = (zoom) => map.project(corner, zoom);

  /* Drawn once, in the pixels of one zoom; for another they are scaled as they are. */
  const drawn = places.map((place) => {
    const from = origin(DRAWN);
    const path = new Path2D();
    let [west, east] = [Infinity, -Infinity];
    for (const ring of place.rings) {
      ring.forEach(([lng, lat], index) => {
        const { x, y } = map.project([lat, lng], DRAWN).subtract(from);
        [west, east] = [Math.min(west, x), Math.max(east, x)];
        if (index) path.lineTo(x, y);
        else path.moveTo(x, y);
      });
      path.closePath();
    }
    const [lng, lat] = place.spot;
    return { code: place.code, path, spot: map.project([lat, lng], DRAWN).subtract(from), wide: east - west };
  });

  const pathsAt = (zoom) => {
    if (paths.zoom === zoom) return paths.of;
    const scale = map.getZoomScale(zoom, DRAWN);
    paths.zoom = zoom;
    paths.of = new Map();
    for (const one of drawn) {
      const path = new Path2D();
      path.addPath(one.path, new DOMMatrix([scale, 0, 0, scale, 0, 0]));
      paths.of.set(one.code, { path, spot: one.spot.multiplyBy(scale), wide: one.wide * scale });
    }
    return paths.of;
  };

  /** Where the paths of this zoom begin, on the sheet. */
  const shift = () => origin(map.getZoom()).subtract(map.getPixelOrigin());

  const each = (wanted, draw) => {
    const found = pathsAt(map.getZoom());
    for (const place of places) {
      if (wanted(place)) draw(place, found.get(place.code));
    }
  };

  const pen = document.createElement("canvas").getContext("2d");

  /** The smallest area at a point of the sheet whose level is not finer than `finest`. */
  const at = (point, finest) => {
    const found = pathsAt(map.getZoom());
    const from = shift();
    const [x, y] = [point.x - from.x, point.y - from.y];
    return sorted.find(
      (place) =>
        level(place) <= finest && pen.isPointInPath(found.get(place.code).path, x, y, "evenodd"),
    );
  };

  /** A name that is the only one: every community has a grid 1. */
  const fullName = (place) => {
    const above = level(place) === 15 ? byCode.get(place.code.slice(0, 12)) : null;
    return above ? `${above.name} ${place.name}` : place.name;
  };

  return { each, at, shift, fullName, byCode, level };
};
