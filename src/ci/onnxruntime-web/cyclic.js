// Writes with the program of docs/formats.md from a model that repeats abcdef.
import fs from "node:fs";
import { write } from "./write.js";

console.log(await write(fs.readFileSync("model.onnx"), "abcdef", 1, 6, "a", 20));
