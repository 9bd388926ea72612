// In the frame: tells the page around it how high the picture is, whenever that changes.
if (window.parent !== window) {
  const tell = () =>
    window.parent.postMessage({ muninet: "height", height: Math.ceil(document.documentElement.getBoundingClientRect().height) }, "*");
  new ResizeObserver(tell).observe(document.documentElement);
  addEventListener("load", tell);
}
