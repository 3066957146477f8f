// As much of a page as the module under test looks at.
/** @type {FakeObserver[]} */
const observers = [];

export class FakeObserver {
  /** @param {(changes: object[]) => void} run */
  constructor(run) {
    this.run = run;
    observers.push(this);
  }
  /** @param {object} target */
  observe(target) {
    this.target = target;
  }
  disconnect() {
    this.target = null;
  }
}

class FakeElement {
  state = "CONNECTED";
  getAttribute() {
    return this.state;
  }
  /** @param {string} state */
  become(state) {
    const oldValue = this.state;
    this.state = state;
    for (const { target, run } of observers) if (target === this) run([{ target: this, oldValue }]);
  }
}

export class FakeDocument {
  hidden = false;
  app = new FakeElement();
  /** @param {string} attribute */
  constructor(attribute = "") {
    this.attribute = attribute;
  }
  /** @param {string} selector */
  querySelector(selector) {
    return this.attribute && selector === `[${this.attribute}]` ? this.app : null;
  }
  addEventListener() {}
}
