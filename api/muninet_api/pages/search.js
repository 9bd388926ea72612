// Suggestions while somebody types: the combobox of WAI-ARIA, list alone. Without this file every form works as well.
const wait = 120;
const most = 8;
let made = 0;

for (const input of document.querySelectorAll("input[data-search]")) combobox(input);
for (const input of document.querySelectorAll("input[data-copies]")) copies(input);

function combobox(input) {
  const list = document.createElement("ul");
  const status = document.createElement("span");
  list.id = `suggestions-${++made}`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  status.className = "unseen";
  status.setAttribute("role", "status");
  input.removeAttribute("list");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  input.after(list, status);

  let timer = 0;
  let asking = null;
  let chosen = -1;

  const options = () => [...list.children];
  const part = () => ("many" in input.dataset ? input.value.slice(input.value.lastIndexOf(";") + 1) : input.value).trim();

  function close() {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    list.replaceChildren();
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(index) {
    const all = options();
    chosen = (index + all.length) % all.length;
    all.forEach((option, n) => option.setAttribute("aria-selected", String(n === chosen)));
    input.setAttribute("aria-activedescendant", all[chosen].id);
    all[chosen].scrollIntoView({ block: "nearest" });
  }

  function take(option) {
    const id = option.dataset.id;
    close();
    if ("opens" in input.dataset) {
      location.assign(`/entities/${encodeURIComponent(id)}`);
      return;
    }
    const kept = "many" in input.dataset ? input.value.split(";").slice(0, -1).map((one) => one.trim()) : [];
    input.value = [...kept.filter(Boolean), id].join(";");
  }

  function show(results) {
    list.replaceChildren(...results.map((found, n) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${n}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.id = found.id;
      const name = document.createElement("bdi");
      name.textContent = found.name;
      const type = document.createElement("span");
      type.className = "type";
      const spoken = found.type.replace(/([a-z])([A-Z])/g, "$1 $2");
      type.textContent = ` ${spoken[0]}${spoken.slice(1).toLowerCase()}${found.country ? `, ${found.country}` : ""}`;
      option.append(mark(found.type), name, type);
      return option;
    }));
    chosen = -1;
    list.hidden = results.length === 0;
    input.setAttribute("aria-expanded", String(results.length > 0));
    input.removeAttribute("aria-activedescendant");
    status.textContent = results.length === 0 ? "No name is like this" : `${results.length} suggestions`;
  }

  async function ask() {
    const q = part();
    asking?.abort();
    if (q.length < 2) return close();
    asking = new AbortController();
    const query = new URLSearchParams({ q, limit: String(most) });
    if (input.dataset.search) query.set("type", input.dataset.search);
    try {
      const response = await fetch(`/v1/search?${query}`, { signal: asking.signal, headers: { Accept: "application/json" } });
      if (response.ok && document.activeElement === input) show((await response.json()).results);
    } catch (error) {
      // Whoever types on has asked anew; where the service is away, the form says so when it is sent.
      if (error.name !== "AbortError") close();
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, wait);
  });
  input.addEventListener("keydown", (event) => {
    const open = !list.hidden;
    if (event.key === "ArrowDown" && !open) ask();
    else if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp" && open) choose(chosen < 0 ? -1 : chosen - 1);
    else if (event.key === "Enter" && open && chosen >= 0) take(options()[chosen]);
    else if (event.key === "Escape" && open) close();
    else {
      if (event.key === "Tab") close();
      return;
    }
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  // Before the field loses the focus, which would close the list.
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    event.preventDefault();
    if (option) take(option);
  });
}

function mark(type) {
  const space = "http://www.w3.org/2000/svg";
  const drawn = document.createElementNS(space, "svg");
  const use = document.createElementNS(space, "use");
  drawn.setAttribute("class", "mark");
  drawn.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#mark-${type}`);
  drawn.append(use);
  return drawn;
}

function copies(input) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    input.select();
    try {
      await navigator.clipboard.writeText(input.value);
    } catch {
      // Where the page may not write to the clipboard, the text is selected: one key copies it.
      return;
    }
    button.textContent = "Copied";
  });
  input.after(button);
}
