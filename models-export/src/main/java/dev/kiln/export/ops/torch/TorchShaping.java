package dev.kiln.export.ops.torch;

import dev.kiln.export.ops.Shaping;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Shapes on PyTorch. */
interface TorchShaping extends Shaping<Tensor> {
  @Override
  default Tensor reshape(Tensor x, long... shape) {
    long[] sizes = shape.clone();
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = sizes[i] == 0 ? x.size(i) : sizes[i];
    }
    return x.reshape(sizes);
  }

  @Override
  default Tensor flatten(Tensor x, long fromAxis) {
    return x.flatten(fromAxis, -1);
  }

  @Override
  default Tensor squeeze(Tensor x, long axis) {
    return x.squeeze(axis);
  }

  @Override
  default Tensor unsqueeze(Tensor x, long axis) {
    return x.unsqueeze(axis);
  }

  @Override
  default Tensor transpose(Tensor x, long... order) {
    return x.permute(order);
  }

  @Override
  default Tensor expand(Tensor x, long... shape) {
    return x.expand(shape);
  }

  @Override
  default Tensor expandLike(Tensor x, Tensor other) {
    return x.expand_as(other);
  }

  @Override
  default Tensor tile(Tensor x, long... repeats) {
    return x.repeat(repeats);
  }

  @Override
  default Tensor concat(long axis, List<Tensor> parts) {
    return torch.cat(new TensorVector(parts.toArray(Tensor[]::new)), axis);
  }

  @Override
  default Tensor stack(long axis, List<Tensor> parts) {
    return torch.stack(new TensorVector(parts.toArray(Tensor[]::new)), axis);
  }

  @Override
  default List<Tensor> split(Tensor x, long axis, int parts) {
    return List.of(torch.chunk(x, parts, axis).get());
  }

  @Override
  default Tensor slice(Tensor x, long axis, long start, long end) {
    return x.slice(axis, new LongOptional(start), new LongOptional(end), 1);
  }

  @Override
  default Tensor pad(Tensor x, long axis, long before, long after, double value) {
    long fromLast = axis < 0 ? -1 - axis : x.dim() - 1 - axis;
    long[] pads = new long[Math.toIntExact(2 * fromLast + 2)];
    pads[pads.length - 2] = before;
    pads[pads.length - 1] = after;
    return torch.constant_pad_nd(x, pads, new Scalar(value));
  }

  @Override
  default Tensor padReflect(Tensor x, long margin) {
    return torch.reflection_pad2d(x, margin, margin, margin, margin);
  }

  @Override
  default Tensor take(Tensor x, long axis, Tensor indices) {
    int at = Math.toIntExact(axis < 0 ? axis + x.dim() : axis);
    long[] whole = x.shape();
    long[] places = indices.shape();
    long[] shape = new long[whole.length - 1 + places.length];
    System.arraycopy(whole, 0, shape, 0, at);
    System.arraycopy(places, 0, shape, at, places.length);
    System.arraycopy(whole, at + 1, shape, at + places.length, whole.length - at - 1);
    return x.index_select(at, indices.flatten()).reshape(shape);
  }

  @Override
  default Tensor gather(Tensor x, long axis, Tensor indices) {
    return x.gather(axis, indices);
  }

  @Override
  default Tensor oneHot(Tensor indices, long count) {
    return torch.one_hot(indices, count).to(torch.ScalarType.Float);
  }

  @Override
  default Tensor positions(Tensor x, long axis) {
    return TorchDevice.place(torch.arange(new Scalar(x.size(axis))).to(torch.ScalarType.Long));
  }
}
