"""The element `<muninet-graph>` as a widget of Jupyter and its kin."""

from __future__ import annotations

from typing import Self

import anywidget
import traitlets

from muninet.figures import element
from muninet.figures.models import View

_SHOWN = """
export default { render({ model, el }) {
  const graph = document.createElement("muninet-graph");
  const draw = () => { graph.data = JSON.parse(model.get("view")); graph.positions = model.get("positions"); };
  // Links lead to the service, and not to the notebook's own.
  graph.setAttribute("page", model.get("address") || "data:,");
  graph.setAttribute("height", String(model.get("height")));
  graph.addEventListener("muninet-moved", (event) => {
    model.set("positions", event.detail); model.save_changes(); });
  graph.addEventListener("muninet-open", (event) => {
    event.preventDefault(); model.set("opened", event.detail.id); model.save_changes(); });
  model.on("change:view", draw);
  el.append(graph);
  draw();
  return () => model.off("change:view", draw);
} };
"""


class GraphWidget(anywidget.AnyWidget):
    """A picture that is explored in a notebook.

    Attributes:
        address: of the page that shows the same; empty where there is none.
        view: what is drawn, as JSON.
        height: of the picture, in pixels of CSS.
        positions: where entities were dragged to, by id, in units of the view.
        opened: id of the entity that was opened last; empty where none was.
    """

    _esm = ""
    address = traitlets.Unicode("").tag(sync=True)
    view = traitlets.Unicode().tag(sync=True)
    height = traitlets.Int(480).tag(sync=True)
    positions = traitlets.Dict().tag(sync=True)
    opened = traitlets.Unicode("").tag(sync=True)

    @classmethod
    def of(cls, view: View, address: str = "") -> Self:
        """Make one of a view.

        Args:
            view: what is drawn.
            address: of the page that shows the same; empty where there is none to lead to.

        Raises:
            UsageError: the element has not been built.
        """
        # The scripts define the element once, however many widgets there are.
        script = "\n".join([*element.needed(len(view.nodes)), _SHOWN])
        return cls(_esm=script, view=view.model_dump_json(by_alias=True), address=address)
