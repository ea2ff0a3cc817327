package dev.kiln.export.ops.torch;

import dev.kiln.export.ops.Arithmetic;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Arithmetic on PyTorch. */
interface TorchArithmetic extends Arithmetic<Tensor> {
  @Override
  default Tensor add(Tensor a, Tensor b) {
    return a.add(b);
  }

  @Override
  default Tensor subtract(Tensor a, Tensor b) {
    return a.sub(b);
  }

  @Override
  default Tensor multiply(Tensor a, Tensor b) {
    return a.mul(b);
  }

  @Override
  default Tensor divide(Tensor a, Tensor b) {
    return a.div(b);
  }

  @Override
  default Tensor maximum(Tensor a, Tensor b) {
    return torch.maximum(a, b);
  }

  @Override
  default Tensor minimum(Tensor a, Tensor b) {
    return torch.minimum(a, b);
  }

  @Override
  default Tensor scale(Tensor x, double factor) {
    return x.mul(new Scalar(factor));
  }

  @Override
  default Tensor shift(Tensor x, double amount) {
    return x.add(new Scalar(amount));
  }

  @Override
  default Tensor power(Tensor x, double exponent) {
    return x.pow(new Scalar(exponent));
  }

  @Override
  default Tensor clip(Tensor x, double low, double high) {
    return x.clamp(new ScalarOptional(new Scalar(low)), new ScalarOptional(new Scalar(high)));
  }

  @Override
  default Tensor negate(Tensor x) {
    return x.neg();
  }

  @Override
  default Tensor abs(Tensor x) {
    return x.abs();
  }

  @Override
  default Tensor sign(Tensor x) {
    return x.sign();
  }

  @Override
  default Tensor square(Tensor x) {
    return x.square();
  }

  @Override
  default Tensor sqrt(Tensor x) {
    return x.sqrt();
  }

  @Override
  default Tensor rsqrt(Tensor x) {
    return x.rsqrt();
  }

  @Override
  default Tensor reciprocal(Tensor x) {
    return x.reciprocal();
  }

  @Override
  default Tensor exp(Tensor x) {
    return x.exp();
  }

  @Override
  default Tensor log(Tensor x) {
    return x.log();
  }

  @Override
  default Tensor sin(Tensor x) {
    return x.sin();
  }

  @Override
  default Tensor cos(Tensor x) {
    return x.cos();
  }

  @Override
  default Tensor erf(Tensor x) {
    return x.erf();
  }

  @Override
  default Tensor floor(Tensor x) {
    return x.floor();
  }

  @Override
  default Tensor round(Tensor x) {
    return x.round();
  }

  @Override
  default Tensor greater(Tensor a, Tensor b) {
    return a.gt(b);
  }

  @Override
  default Tensor less(Tensor a, Tensor b) {
    return a.lt(b);
  }

  @Override
  default Tensor equal(Tensor a, Tensor b) {
    return a.eq(b);
  }

  @Override
  default Tensor and(Tensor a, Tensor b) {
    return a.logical_and(b);
  }

  @Override
  default Tensor or(Tensor a, Tensor b) {
    return a.logical_or(b);
  }

  @Override
  default Tensor not(Tensor a) {
    return a.logical_not();
  }

  @Override
  default Tensor where(Tensor condition, Tensor yes, Tensor no) {
    return torch.where(condition, yes, no);
  }

  @Override
  default Tensor toFloat(Tensor x) {
    return x.to(torch.ScalarType.Float);
  }

  @Override
  default Tensor toIndices(Tensor x) {
    return x.to(torch.ScalarType.Long);
  }
}
