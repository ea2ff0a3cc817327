// The form: what the chosen generator takes, and nothing else.
const $ = (id) => document.getElementById(id);

/** So many previews of a sample, about. */
const PREVIEWS = 12;

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

export class Form {
  #generators = [];
  #send;
  #watchable = false;

  /** send: takes a request, gives what the server said. */
  constructor(send) {
    this.#send = send;
    $("generator").addEventListener("change", () => {
      sessionStorage.setItem("kiln-generator", $("generator").value);
      this.#adapt();
    });
    $("dice").addEventListener("click", () => {
      $("seed").value = crypto.getRandomValues(new Uint32Array(1))[0];
    });
    for (const name of ["steps", "guidance"]) {
      $(`${name}-slide`).addEventListener("input", (e) => ($(name).value = e.target.value));
      $(name).addEventListener("input", (e) => ($(`${name}-slide`).value = e.target.value));
    }
    $("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    $("prompt").addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        $("form").requestSubmit();
      }
    });
  }

  /** The generators that can be asked. */
  offer(generators) {
    const before = $("generator").value;
    const chosen = before || sessionStorage.getItem("kiln-generator");
    this.#generators = generators;
    $("generator").replaceChildren(
      ...generators.map((g) =>
        element("option", { value: g.name, textContent: `${g.name}  ·  ${g.family}` })),
    );
    if (generators.some((g) => g.name === chosen)) {
      $("generator").value = chosen;
    }
    if ($("generator").value !== before) {
      this.#adapt();
    }
  }

  /** Whether the application publishes previews. */
  watchable(yes) {
    this.#watchable = yes;
    $("watch-field").hidden = !yes || !(this.#chosen?.samplers.length > 0);
  }

  /** Takes over the settings of a sample. */
  take(sample) {
    const generator = this.#generators.find((g) => g.name === sample.generator);
    if (!generator) {
      return;
    }
    $("generator").value = generator.name;
    this.#adapt();
    $("prompt").value = sample.prompt ?? "";
    this.#choose(sample.label ?? "");
    $("seed").value = sample.seed;
    $("count").value = sample.count;
    $("sampler").value = sample.sampler;
    this.#set("steps", sample.steps);
    this.#set("guidance", sample.guidance ?? 1);
    $("send").focus();
  }

  get #chosen() {
    return this.#generators.find((g) => g.name === $("generator").value);
  }

  #adapt() {
    const generator = this.#chosen;
    if (!generator) {
      return;
    }
    $("about").textContent = generator.description ?? "";
    $("prompt-field").hidden = !generator.prompt;
    $("label-field").hidden = generator.classes.length === 0;
    $("row-field").hidden = !generator.takesRow;
    $("prompt").value = generator.examples[0] ?? "";
    $("examples").replaceChildren(...generator.examples.slice(0, 4).map((text) => this.#example(text)));
    this.#labels(generator);
    this.#columns(generator);
    $("sampling").hidden = generator.samplers.length === 0;
    this.watchable(this.#watchable);
    $("sampler").replaceChildren(
      ...generator.samplers.map((s) => element("option", { value: s, textContent: s })),
    );
    $("sampler").value = generator.sampler;
    $("steps").max = generator.maxSteps;
    $("steps-slide").max = Math.min(generator.maxSteps, Math.max(50, generator.steps));
    this.#set("steps", generator.steps);
    $("guidance-field").hidden = generator.maxGuidance === null;
    $("guidance").max = generator.maxGuidance ?? "";
    $("guidance-slide").max = Math.min(generator.maxGuidance ?? 1, 10);
    this.#set("guidance", generator.guidance);
    $("count").max = Math.min(64, generator.maxCount);
  }

  #example(text) {
    const chip = element("button", { type: "button", className: "chip", textContent: text });
    chip.addEventListener("click", () => {
      $("prompt").value = text;
      $("prompt").focus();
    });
    return chip;
  }

  #labels(generator) {
    const choices = generator.labelRequired ? generator.classes : ["", ...generator.classes];
    $("labels").replaceChildren(
      ...choices.map((name) =>
        element(
          "label",
          { className: "choice" },
          element("input", { type: "radio", name: "label", value: name }),
          element("span", { textContent: name === "" ? "any" : name }),
        )),
    );
    this.#choose(choices[0] ?? "");
  }

  #columns(generator) {
    $("columns").replaceChildren(
      ...generator.columns.map((column) => {
        const options = column.type === "boolean" ? ["true", "false"] : column.categories;
        const field =
          options.length > 0
            ? element(
                "select",
                {},
                ...["", ...options].map((o) => element("option", { value: o, textContent: o })),
              )
            : element("input", { type: "number", step: column.type === "integer" ? "1" : "any" });
        field.dataset.column = column.name;
        field.dataset.type = column.type;
        return element(
          "label", { className: "field" }, element("span", { textContent: column.name }), field);
      }),
    );
  }

  #choose(label) {
    const field = [...$("labels").querySelectorAll("input")].find((i) => i.value === String(label));
    if (field) {
      field.checked = true;
    }
  }

  #set(name, value) {
    $(name).value = value;
    $(`${name}-slide`).value = value;
  }

  #request() {
    const generator = this.#chosen;
    const request = { generator: generator.name, count: Number($("count").value) };
    if (generator.prompt && $("prompt").value.trim() !== "") {
      request.prompt = $("prompt").value.trim();
    }
    const label = $("labels").querySelector("input:checked")?.value ?? "";
    if (label !== "") {
      request.label = label;
    }
    if ($("seed").value.trim() !== "") {
      request.seed = $("seed").value.trim();
    }
    if (generator.samplers.length > 0) {
      request.sampler = $("sampler").value;
      request.steps = Number($("steps").value);
      if (generator.maxGuidance !== null) {
        request.guidance = Number($("guidance").value);
      }
      if (this.#watchable && $("watch").checked) {
        request.previews = Math.max(1, Math.floor(request.steps / PREVIEWS));
      }
    }
    const row = {};
    for (const field of $("columns").querySelectorAll("[data-column]")) {
      if (field.value !== "") {
        const type = field.dataset.type;
        row[field.dataset.column] =
          type === "boolean" ? field.value === "true"
          : type === "categorical" ? field.value
          : Number(field.value);
      }
    }
    if (generator.takesRow && Object.keys(row).length > 0) {
      request.row = row;
    }
    return request;
  }

  async #submit() {
    if (!this.#chosen) {
      return;
    }
    $("send").disabled = true;
    $("sent").textContent = "";
    try {
      const sent = await this.#send(this.#request());
      $("sent").textContent = `Sent as ${sent.topic}, partition ${sent.partition}, offset ${sent.offset}.`;
    } catch (e) {
      $("sent").textContent = `Not sent: ${e.message}`;
    } finally {
      $("send").disabled = false;
    }
  }
}
