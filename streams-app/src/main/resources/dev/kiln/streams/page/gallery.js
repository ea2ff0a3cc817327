// The samples, by generator, the newest first; those that are awaited; and what failed.
const MOST_TILES = 120;
const MOST_FAILURES = 20;
const $ = (id) => document.getElementById(id);

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

const short = (value) => (typeof value === "number" ? Number(value.toPrecision(6)) : value);

export class Gallery {
  #again;
  #sections = new Map();
  #seen = new Set();
  #answered = new Set();
  #awaited = new Map();
  #only = null;

  /** again: told the sample whose settings are to be used again. */
  constructor(again) {
    this.#again = again;
    $("details-close").addEventListener("click", () => $("details").close());
    $("details").addEventListener("click", (event) => {
      if (event.target === $("details")) {
        $("details").close();
      }
    });
    $("sections").addEventListener("keydown", (event) => this.#walk(event));
  }

  /** A request was sent: its samples have their places already. */
  expect(requestId, request) {
    const caption = request.prompt ?? request.label ?? "…";
    // A preview may have come before this was known, and so may the answer.
    const known = this.#awaited.get(requestId);
    known?.forEach((tile) => (tile.querySelector(".caption").textContent = caption));
    if (known || this.#answered.has(requestId)) {
      return;
    }
    this.#await(requestId, request.generator, request.count, caption);
  }

  #await(requestId, generator, count, caption) {
    const tiles = [];
    for (let i = 0; i < count; i++) {
      const tile = element("div", { className: "tile awaited" }, element("div", { className: "blank" }));
      tile.append(element("p", { className: "caption", textContent: caption }));
      tile.dataset.request = requestId;
      tiles.push(tile);
    }
    this.#awaited.set(requestId, tiles);
    this.#section(generator).grid.prepend(...tiles);
    $("empty").hidden = true;
    return tiles;
  }

  /** How a sample looks that is being made: in its place, until it comes. */
  async #preview(shown) {
    if (this.#answered.has(shown.requestId)) {
      return;
    }
    const count = Math.min(shown.count, MOST_TILES);
    const tiles =
      this.#awaited.get(shown.requestId) ?? this.#await(shown.requestId, shown.generator, count, "…");
    const tile = tiles[shown.index];
    if (!tile) {
      return;
    }
    const picture = shown.row ? this.#row(shown.row) : await this.#loaded(shown);
    const newer = shown.step > Number(tile.dataset.step ?? 0);
    if (picture && newer && tile.isConnected) {
      tile.dataset.step = shown.step;
      tile.style.setProperty("--done", shown.step / shown.steps);
      tile.firstElementChild.replaceWith(picture);
    }
  }

  /** The picture once it is there, so that the one before it stays until then. */
  async #loaded(shown) {
    const picture = element("img", { src: `/api/pictures/${shown.id}`, alt: "", className: "preview" });
    try {
      await picture.decode();
    } catch {
      return null;
    }
    picture.classList.toggle("small", Math.max(picture.naturalWidth, picture.naturalHeight) <= 128);
    return picture;
  }

  /** A sample or a failure; fresh where it came just now. */
  show(shown, fresh) {
    if (shown.kind === "preview") {
      this.#preview(shown);
      return;
    }
    const mark = `${shown.requestId}/${shown.id}`;
    if (this.#seen.has(mark)) {
      return;
    }
    this.#seen.add(mark);
    this.#answered.add(shown.requestId);
    if (shown.kind === "failure") {
      this.#drop(shown.requestId);
      this.#fail(shown);
      return;
    }
    $("empty").hidden = true;
    const section = this.#section(shown.generator);
    const tile = this.#tile(shown, fresh);
    const places = this.#awaited.get(shown.requestId);
    const place = places?.shift();
    if (places?.length === 0) {
      this.#awaited.delete(shown.requestId);
    }
    if (place?.isConnected) {
      place.replaceWith(tile);
    } else {
      section.grid.prepend(tile);
    }
    section.count++;
    while (section.grid.children.length > MOST_TILES) {
      section.grid.lastElementChild.remove();
    }
    section.number.textContent = Math.min(section.count, section.grid.children.length);
  }

  #drop(requestId) {
    this.#awaited.get(requestId)?.forEach((tile) => tile.remove());
    this.#awaited.delete(requestId);
  }

  #section(generator) {
    const known = this.#sections.get(generator);
    if (known) {
      return known;
    }
    const number = element("span", { className: "number", textContent: "0" });
    const grid = element("div", { className: "grid" });
    const title = element("h3", {}, generator, " ", number);
    const whole = element("section", { className: "of" }, title, grid);
    whole.setAttribute("aria-label", generator);
    whole.hidden = this.#only !== null && this.#only !== generator;
    const section = { number, grid, whole, count: 0 };
    this.#sections.set(generator, section);
    const before = [...this.#sections.keys()].filter((name) => name > generator).sort()[0];
    $("sections").insertBefore(whole, before ? this.#sections.get(before).whole : null);
    this.#filters();
    return section;
  }

  #filters() {
    const names = [...this.#sections.keys()].sort();
    const chip = (text, only) => {
      const made = element("button", { type: "button", className: "chip", textContent: text });
      made.setAttribute("aria-pressed", String(this.#only === only));
      made.addEventListener("click", () => {
        this.#only = only;
        this.#sections.forEach((s, name) => (s.whole.hidden = only !== null && only !== name));
        this.#filters();
      });
      return made;
    };
    $("filters").replaceChildren(
      ...(names.length < 2 ? [] : [chip("All", null), ...names.map((name) => chip(name, name))]));
  }

  #tile(shown, fresh) {
    const tile = element("button", { type: "button", className: fresh ? "tile fresh" : "tile" });
    tile.dataset.id = shown.id;
    tile.append(this.#picture(shown));
    const caption = shown.prompt ?? shown.className ?? "";
    tile.append(element("p", { className: "caption", textContent: caption }));
    tile.setAttribute("aria-label", `${shown.generator} ${caption}, seed ${shown.seed}`);
    tile.addEventListener("click", () => this.#open(shown));
    return tile;
  }

  #picture(shown) {
    if (shown.kind === "image") {
      return element("img", {
        src: `/api/pictures/${shown.id}`,
        alt: shown.prompt ?? shown.className ?? "",
        width: shown.width,
        height: shown.height,
        className: Math.max(shown.width, shown.height) <= 128 ? "small" : "",
        decoding: "async",
      });
    }
    if (shown.kind === "row") {
      return this.#row(shown.row);
    }
    return element("p", { className: "note", textContent: shown.note ?? "" });
  }

  #row(row) {
    const list = element("dl", { className: "row" });
    for (const [name, value] of Object.entries(row)) {
      list.append(element("dt", { textContent: name }));
      list.append(
        value === null
          ? element("dd", { className: "missing", textContent: "missing" })
          : element("dd", { textContent: short(value) }));
    }
    return list;
  }

  #open(shown) {
    $("details-title").textContent = shown.prompt ?? shown.className ?? shown.generator;
    $("details-picture").replaceChildren(this.#picture(shown));
    const rows = [
      ["Generator", `${shown.generator} ${shown.version}`],
      ["Files", shown.hash.slice(0, 16)],
      ["Sample", `${shown.index + 1} of ${shown.count}`],
      ["Seed", shown.seed],
      ["Sampler", `${shown.sampler}, ${shown.steps} ${shown.steps === 1 ? "step" : "steps"}`],
      ["Guidance", shown.guidance ?? "none"],
      ["Took", `${shown.totalMillis.toFixed(0)} ms, of which ${shown.queuedMillis.toFixed(0)} ms waiting`],
      ["Network calls", shown.networkCalls],
      ["Request", shown.requestId],
      ["Asked at", new Date(shown.timestamp).toLocaleString()],
      ["Record", shown.place],
    ];
    $("provenance").replaceChildren(
      ...rows.flatMap(([name, value]) => [
        element("dt", { textContent: name }), element("dd", { textContent: value })]));
    $("details-save").hidden = shown.kind !== "image";
    if (shown.kind === "image") {
      $("details-save").href = `/api/pictures/${shown.id}`;
      $("details-save").download = `${shown.generator}-${shown.seed}-${shown.index}.png`;
    }
    $("details-again").onclick = () => {
      $("details").close();
      this.#again(shown);
    };
    $("details").showModal();
  }

  #fail(shown) {
    $("failures").hidden = false;
    const item = element(
      "li",
      {},
      element("strong", { textContent: shown.code }),
      element("span", { textContent: shown.message }),
      element("small", { textContent: `${shown.requestId}, ${shown.place}` }),
    );
    $("failure-list").prepend(item);
    while ($("failure-list").children.length > MOST_FAILURES) {
      $("failure-list").lastElementChild.remove();
    }
  }

  /** Arrows go from tile to tile. */
  #walk(event) {
    const tile = event.target.closest("button.tile");
    if (!tile) {
      return;
    }
    const tiles = [...$("sections").querySelectorAll("section:not([hidden]) button.tile")];
    const here = tiles.indexOf(tile);
    const box = tile.getBoundingClientRect();
    const beside = (dir) =>
      tiles
        .map((t) => ({ t, b: t.getBoundingClientRect() }))
        .filter(({ b }) => (dir > 0 ? b.top > box.top + 4 : b.top < box.top - 4))
        .sort((a, c) =>
          Math.abs(a.b.top - box.top) - Math.abs(c.b.top - box.top)
          || Math.abs(a.b.left - box.left) - Math.abs(c.b.left - box.left))[0]?.t;
    const next = {
      ArrowRight: () => tiles[here + 1],
      ArrowLeft: () => tiles[here - 1],
      ArrowDown: () => beside(1),
      ArrowUp: () => beside(-1),
      Home: () => tiles[0],
      End: () => tiles.at(-1),
    }[event.key]?.();
    if (next) {
      event.preventDefault();
      next.focus();
    }
  }
}
