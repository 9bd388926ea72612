// What the graphics processor is told: marks as squares with a picture of their shape, facts as ribbons and arrows.

const LOOK = `
uniform vec2 u_size; // of the stage, in pixels of CSS
uniform vec3 u_look; // x, y, scale: see Picture.look
vec4 placed(vec2 at) { vec2 p = (at + u_look.xy) / u_size; return vec4(p.x * 2.0 - 1.0, 1.0 - p.y * 2.0, 0.0, 1.0); }
`;

/** Each mark: middle and radius, the column of its shape, how clear it is. */
export const MARKS = {
  vertex: `#version 300 es
layout(location = 0) in vec2 corner;
layout(location = 1) in vec4 mark; // x, y, radius, column
layout(location = 2) in float alpha;
uniform float u_columns;
uniform float u_reach; // how far the picture of a shape reaches, in radii
out vec2 v_at;
out float v_alpha;
${LOOK}
void main() {
  float radius = max(mark.z * u_look.z, 2.2) * u_reach;
  gl_Position = placed(mark.xy * u_look.z + corner * radius);
  v_at = vec2((mark.w + corner.x * 0.5 + 0.5) / u_columns, corner.y * 0.5 + 0.5);
  v_alpha = alpha;
}`,
  fragment: `#version 300 es
precision mediump float;
uniform sampler2D u_shapes;
in vec2 v_at;
in float v_alpha;
out vec4 colour;
void main() { colour = texture(u_shapes, v_at) * v_alpha; }`,
};

/** Each fact: start, handle and base of its arrow, its colour, its dashes, and how far along which side of it a corner lies. */
export const LINES = {
  vertex: `#version 300 es
layout(location = 0) in vec2 corner; // along, 0 to 1; side, -1 or 1
layout(location = 1) in vec4 ends; // start and base of the arrow
layout(location = 2) in vec2 handle;
layout(location = 3) in vec4 paint;
layout(location = 4) in vec4 dash; // lengths of dash, gap, dash, gap, in pixels; none where all are 0
uniform float u_width;
out vec4 v_paint;
out vec4 v_dash;
out float v_along;
${LOOK}
void main() {
  float t = corner.x;
  vec2 a = ends.xy * u_look.z, h = handle * u_look.z, b = ends.zw * u_look.z;
  vec2 at = (1.0 - t) * (1.0 - t) * a + 2.0 * (1.0 - t) * t * h + t * t * b;
  vec2 way = 2.0 * (1.0 - t) * (h - a) + 2.0 * t * (b - h);
  float length_ = max(length(way), 0.0001);
  vec2 side = vec2(-way.y, way.x) / length_;
  gl_Position = placed(at + side * corner.y * u_width * 0.5);
  v_paint = paint;
  v_dash = dash;
  v_along = t * (distance(a, h) + distance(h, b)) ;
}`,
  fragment: `#version 300 es
precision highp float;
in vec4 v_paint;
in vec4 v_dash;
in float v_along;
out vec4 colour;
void main() {
  float whole = v_dash.x + v_dash.y + v_dash.z + v_dash.w;
  if (whole > 0.0) {
    float at = mod(v_along, whole);
    bool gap = (at > v_dash.x && at < v_dash.x + v_dash.y) || at > v_dash.x + v_dash.y + v_dash.z;
    if (gap) discard;
  }
  colour = vec4(v_paint.rgb * v_paint.a, v_paint.a);
}`,
};

/** The arrows of the same facts: three corners, in units of the view. */
export const TIPS = {
  vertex: `#version 300 es
layout(location = 0) in vec2 at;
layout(location = 1) in vec4 paint;
out vec4 v_paint;
${LOOK}
void main() { gl_Position = placed(at * u_look.z); v_paint = paint; }`,
  fragment: `#version 300 es
precision mediump float;
in vec4 v_paint;
out vec4 colour;
void main() { colour = vec4(v_paint.rgb * v_paint.a, v_paint.a); }`,
};

/**
 * Make a program of two shaders.
 * @throws Error with what the graphics driver says of them.
 */
export function program(gl: WebGL2RenderingContext, { vertex, fragment }: { vertex: string; fragment: string }): WebGLProgram {
  const made = gl.createProgram();
  for (const [kind, text] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]] as const) {
    const shader = gl.createShader(kind);
    if (!shader) throw new Error("no shader is to be had");
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    gl.attachShader(made, shader);
  }
  gl.linkProgram(made);
  if (!gl.getProgramParameter(made, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(made) ?? "a shader is not understood");
  return made;
}
