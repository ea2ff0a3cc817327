// The strip of figures at the top.
const POINTS = 60;
const $ = (id) => document.getElementById(id);

const rate = (value) => (value >= 100 ? value.toFixed(0) : value.toFixed(1));
const time = (ms) =>
  ms === 0 ? "–" : ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;

export class Live {
  #points = [];

  /** The figures of the last ten seconds. */
  now(figures) {
    $("live-samples").textContent = rate(figures.samplesPerSecond);
    $("live-median").textContent = time(figures.medianMillis);
    $("live-slow").textContent = time(figures.slowMillis);
    $("live-occupancy").textContent =
      figures.occupancy === 0 ? "–" : `${Math.round(figures.occupancy * 100)} %`;
    $("live-meter").value = figures.occupancy;
    $("live-flying").textContent = figures.inFlight;
    $("live-waiting").textContent = figures.waiting;
    this.#points.push(figures.samplesPerSecond);
    this.#points = this.#points.slice(-POINTS);
    this.#draw();
    this.state(figures.ready, figures.ready ? "serving" : figures.sentence);
  }

  /** Whether all is well, in a word or a sentence. */
  state(well, words) {
    const state = $("state");
    state.classList.toggle("well", well);
    state.classList.toggle("ill", !well);
    if (state.textContent !== words) {
      state.textContent = words;
    }
  }

  #draw() {
    const most = Math.max(1, ...this.#points);
    const line = this.#points.map((value, i) => {
      const x = ((i + POINTS - this.#points.length) / (POINTS - 1)) * 120;
      return `${x.toFixed(1)},${(26 - (value / most) * 24).toFixed(1)}`;
    });
    $("live-spark").firstElementChild.setAttribute("d", line.length < 2 ? "" : `M${line.join("L")}`);
  }
}
