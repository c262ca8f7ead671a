"""What maps share: outlines as the drawing library wants them, and their place in a chart."""

import altair
import shapely
from shapely.geometry import mapping
from shapely.geometry.polygon import orient

from pressroom.door import colours


def features(shapes, **properties):
    """Return GeoJSON features, each with its properties."""
    return [{"type": "Feature", "properties": {name: values[index] for name, values in properties.items()}, "geometry": mapping(shape)}
            for index, shape in enumerate(shapes)]


def wound(shape):
    """Return polygons wound as the drawing library expects: outer rings clockwise."""
    return shapely.MultiPolygon([orient(part, -1) for part in getattr(shape, "geoms", [shape]) if part.geom_type == "Polygon"])


def within(polygons, frame, fineness=0.05):
    """Return the outlines inside a frame, simplified to ``fineness`` degrees, by name; slivers are left out."""
    cut = {name: shapely.set_precision(shape.intersection(frame).simplify(fineness), 0.01) for name, shape in polygons.items()}
    return {name: wound(shape) for name, shape in cut.items() if shape.area > 0.05}


def land(outlines, focus=None):
    """Return a layer of outlines, that of ``focus`` set apart."""
    layer = altair.Chart(altair.Data(values=features(list(outlines.values()), name=list(outlines)))).mark_geoshape(stroke=colours["line"], strokeWidth=0.7)
    if focus is None:
        return layer.encode(color=altair.value(colours["land"]))
    return layer.encode(color=altair.condition(f"datum.properties.name == '{focus}'", altair.value(colours["focus"]), altair.value(colours["land"])))
