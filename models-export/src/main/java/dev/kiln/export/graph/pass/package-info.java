/**
 * Rewritings of an ONNX graph that leave what it computes as it is, or store its weights smaller.
 */
@NullMarked
package dev.kiln.export.graph.pass;

import org.jspecify.annotations.NullMarked;
