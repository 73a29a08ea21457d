/* The sheet of canvas on which a map is drawn; it moves and scales with the map between drawings. */

/** A layer of Leaflet that calls `draw(pen, spot, seen)`: `spot(lat, lng)` gives a place on it. */
export const newSheet = (draw) => {
  const Sheet = L.Renderer.extend({
    options: { padding: 0.12 },

    _initContainer() {
      this._container = document.createElement("canvas");
      this._pen = this._container.getContext("2d");
    },

    _destroyContainer() {
      this._container.remove();
      delete this._container;
    },

    _updatePaths() {},

    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      const dense = Math.min(window.devicePixelRatio || 1, 2);
      L.DomUtil.setPosition(this._container, this._bounds.min);
      const [wide, high] = [Math.round(dense * size.x), Math.round(dense * size.y)];
      if (this._container.width !== wide) this._container.width = wide;
      if (this._container.height !== high) this._container.height = high;
      this._container.style.width = `${size.x}px`;
      this._container.style.height = `${size.y}px`;
      this._dense = dense;
      this.draw();
    },

    draw() {
      if (!this._bounds || !this._map) return;
      const { min, max } = this._bounds;
      const pen = this._pen;
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.clearRect(0, 0, this._container.width, this._container.height);
      pen.setTransform(this._dense, 0, 0, this._dense, -min.x * this._dense, -min.y * this._dense);
      draw(pen, (lat, lng) => this._map.latLngToLayerPoint([lat, lng]), { min, max });
    },
  });
  return new Sheet();
};
