/** Networks as functions on batches of named rows; the only package that sees ONNX Runtime. */
@NullMarked
package dev.kiln.generation.network;

import org.jspecify.annotations.NullMarked;
