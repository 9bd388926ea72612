// In the page around frames: gives each frame of muninet the height that it asks for. It names nothing, and asks nobody.
addEventListener("message", (event) => {
  const { data, source } = event;
  if (!data || data.muninet !== "height" || !Number.isFinite(data.height)) return;
  for (const frame of document.querySelectorAll("iframe")) {
    if (frame.contentWindow === source && frame.src.startsWith(event.origin)) {
      frame.style.height = `${Math.min(Math.max(data.height, 120), 6000)}px`;
    }
  }
});
