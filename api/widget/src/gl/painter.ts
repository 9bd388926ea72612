// Paints marks and facts with WebGL: all that is known of the graphics processor is known here.

import { LINES, MARKS, program, TIPS } from "./programs";

/** What is painted, as numbers: see programs.ts. */
export interface Paint {
  /** x, y, radius, column, alpha of each mark. */
  marks: Float32Array;
  /** Start, base, handle, colour with alpha, dashes of each fact. */
  lines: Float32Array;
  /** x, y, colour with alpha of each corner of an arrow. */
  tips: Float32Array;
}

export const MARK = 5;
export const LINE = 14;
export const TIP = 6;
/** How far the picture of a shape reaches, in radii: frames are larger than marks. */
export const REACH = 1.75;

const STEPS = 10;
const WIDTH = 1.4;

interface Layer {
  program: WebGLProgram;
  array: WebGLVertexArrayObject;
  buffer: WebGLBuffer;
  count: number;
}

export class Painter {
  private readonly gl: WebGL2RenderingContext;
  private readonly marks: Layer;
  private readonly lines: Layer;
  private readonly tips: Layer;
  private columns = 1;

  /** @throws Error where WebGL 2 is not to be had. */
  constructor(private readonly canvas: HTMLCanvasElement) {
    const gl = canvas.getContext("webgl2", { antialias: true, premultipliedAlpha: true, preserveDrawingBuffer: true });
    if (!gl) throw new Error("WebGL 2 is not to be had");
    this.gl = gl;
    const square = new Float32Array([-1, -1, 1, -1, -1, 1, 1, 1]);
    const ribbon = new Float32Array(Array.from({ length: (STEPS + 1) * 2 }, (_, n) => [Math.floor(n / 2) / STEPS, n % 2 ? 1 : -1]).flat());
    this.marks = this.layer(MARKS, square, [4, 1]);
    this.lines = this.layer(LINES, ribbon, [4, 2, 4, 4]);
    this.tips = this.layer(TIPS, null, [2, 4]);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  }

  /** Take the pictures of the shapes: squares side by side. */
  shapes(picture: HTMLCanvasElement, columns: number): void {
    const { gl } = this;
    this.columns = columns;
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, true);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, picture);
    gl.generateMipmap(gl.TEXTURE_2D);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  }

  /** Take what is to be painted. */
  take(paint: Paint): void {
    this.fill(this.marks, paint.marks, MARK);
    this.fill(this.lines, paint.lines, LINE);
    this.fill(this.tips, paint.tips, TIP);
  }

  /** Paint it as it is seen from somewhere, into a stage of a size in pixels of CSS. */
  paint(width: number, height: number, scale: number, x: number, y: number): void {
    const { gl, canvas } = this;
    const fine = Math.min(2, window.devicePixelRatio || 1);
    const [wide, high] = [Math.max(1, Math.round(width * fine)), Math.max(1, Math.round(height * fine))];
    if (canvas.width !== wide || canvas.height !== high) [canvas.width, canvas.height] = [wide, high];
    gl.viewport(0, 0, wide, high);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    for (const layer of [this.lines, this.tips, this.marks]) {
      gl.useProgram(layer.program);
      gl.uniform2f(this.uniform(layer, "u_size"), width, height);
      gl.uniform3f(this.uniform(layer, "u_look"), x, y, scale);
      gl.bindVertexArray(layer.array);
      if (layer === this.tips) {
        gl.drawArrays(gl.TRIANGLES, 0, layer.count);
      } else if (layer === this.lines) {
        gl.uniform1f(this.uniform(layer, "u_width"), Math.max(1, WIDTH * Math.min(1, scale)));
        gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, (STEPS + 1) * 2, layer.count);
      } else {
        gl.uniform1f(this.uniform(layer, "u_columns"), this.columns);
        gl.uniform1f(this.uniform(layer, "u_reach"), REACH);
        gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, layer.count);
      }
    }
  }

  /** Browsers have few contexts: give this one back. */
  leave(): void {
    this.gl.getExtension("WEBGL_lose_context")?.loseContext();
  }

  private uniform(layer: Layer, name: string): WebGLUniformLocation | null {
    return this.gl.getUniformLocation(layer.program, name);
  }

  /** A program with its numbers: corners that all share, and so many of each thing's own; without corners, of each corner. */
  private layer(shaders: { vertex: string; fragment: string }, corners: Float32Array | null, sizes: number[]): Layer {
    const { gl } = this;
    const array = gl.createVertexArray();
    gl.bindVertexArray(array);
    if (corners) {
      gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
      gl.bufferData(gl.ARRAY_BUFFER, corners, gl.STATIC_DRAW);
      gl.enableVertexAttribArray(0);
      gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
    }
    const buffer = gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    const stride = sizes.reduce((sum, size) => sum + size, 0) * 4;
    let offset = 0;
    sizes.forEach((size, n) => {
      const place = n + (corners ? 1 : 0);
      gl.enableVertexAttribArray(place);
      gl.vertexAttribPointer(place, size, gl.FLOAT, false, stride, offset);
      if (corners) gl.vertexAttribDivisor(place, 1);
      offset += size * 4;
    });
    return { program: program(gl, shaders), array, buffer, count: 0 };
  }

  private fill(layer: Layer, numbers: Float32Array, each: number): void {
    const { gl } = this;
    gl.bindBuffer(gl.ARRAY_BUFFER, layer.buffer);
    gl.bufferData(gl.ARRAY_BUFFER, numbers, gl.DYNAMIC_DRAW);
    layer.count = numbers.length / each;
  }
}
