/* What can go wrong on the phone. `code` is for programs; the sentence is said by the screens. */

export class FieldError extends Error {
  constructor(code, values = {}) {
    super(code);
    this.name = this.constructor.name;
    this.code = code;
    this.values = values;
  }
}

/* The vault is closed: ask for the PIN. */
export class Locked extends FieldError {
  constructor() {
    super("locked");
  }
}

/* Nothing was stored, because a bound is reached: messages, photos, megabytes, device or message. */
export class Full extends FieldError {
  constructor(what, values = {}) {
    super(`full_${what}`, values);
    this.what = what;
  }
}

/* A PIN that does not open; `left` tries remain. */
export class WrongPin extends FieldError {
  constructor(left) {
    super("wrong_pin", { left });
    this.left = left;
  }
}

/* Everything on the phone is gone; `why` is pins, revoked, left or silent. */
export class Wiped extends FieldError {
  constructor(why) {
    super("wiped", { why });
    this.why = why;
  }
}

/* The platform cannot be reached, or not now. `after` is seconds it asked to wait, or null. */
export class Offline extends FieldError {
  constructor(after = null) {
    super("offline", { after });
    this.after = after;
  }
}

/* The platform refused; `status` is HTTP's, `text` what it said. */
export class Denied extends FieldError {
  constructor(status, answer = {}) {
    super(answer.error ?? `http_${status}`, answer);
    this.status = status;
    this.text = answer.text ?? "";
  }
}
