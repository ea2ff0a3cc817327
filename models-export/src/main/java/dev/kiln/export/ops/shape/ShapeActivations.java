package dev.kiln.export.ops.shape;

import dev.kiln.export.ops.Activations;

/** Shapes of activations, which stay. */
interface ShapeActivations extends Activations<Dims>, Checking {
  @Override
  default Dims relu(Dims x) {
    return check("relu").floats(x);
  }

  @Override
  default Dims elu(Dims x) {
    return check("elu").floats(x);
  }

  @Override
  default Dims selu(Dims x) {
    return check("selu").floats(x);
  }

  @Override
  default Dims gelu(Dims x) {
    return check("gelu").floats(x);
  }

  @Override
  default Dims geluTanh(Dims x) {
    return check("geluTanh").floats(x);
  }

  @Override
  default Dims silu(Dims x) {
    return check("silu").floats(x);
  }

  @Override
  default Dims mish(Dims x) {
    return check("mish").floats(x);
  }

  @Override
  default Dims softplus(Dims x) {
    return check("softplus").floats(x);
  }

  @Override
  default Dims tanh(Dims x) {
    return check("tanh").floats(x);
  }

  @Override
  default Dims sigmoid(Dims x) {
    return check("sigmoid").floats(x);
  }

  @Override
  default Dims hardSigmoid(Dims x) {
    return check("hardSigmoid").floats(x);
  }

  @Override
  default Dims hardSwish(Dims x) {
    return check("hardSwish").floats(x);
  }

  @Override
  default Dims leakyRelu(Dims x, double slope) {
    return check("leakyRelu").floats(x);
  }

  @Override
  default Dims prelu(Dims x, Dims slope) {
    Check check = check("prelu");
    check.require(x.rank() >= 2, "x must be [N, C, ...], was " + x);
    check.vector("slope", slope, x.size(1), x);
    return check.floats(x);
  }

  @Override
  default Dims softmax(Dims x, long axis) {
    Check check = check("softmax");
    check.axis(x, axis);
    return check.floats(x);
  }

  @Override
  default Dims logSoftmax(Dims x, long axis) {
    Check check = check("logSoftmax");
    check.axis(x, axis);
    return check.floats(x);
  }
}
