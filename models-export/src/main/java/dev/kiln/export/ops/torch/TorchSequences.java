package dev.kiln.export.ops.torch;

import dev.kiln.export.ops.Sequences;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Tokens and sequences on PyTorch. */
interface TorchSequences extends Sequences<Tensor> {
  @Override
  default Tensor embedding(Tensor indices, Tensor table) {
    return torch.embedding(table, indices);
  }

  @Override
  default Tensor nearest(Tensor x, Tensor table) {
    Tensor squares = table.square().sum(1L);
    Tensor products = x.matmul(table.t());
    return squares.sub(products.mul(new Scalar(2.0))).argmin(new LongOptional(-1), false);
  }

  @Override
  default Tensor attention(
      Tensor query, Tensor key, Tensor value, @Nullable Tensor keyMask, boolean causal) {
    Tensor mask = keyMask == null ? null : keyMask.unsqueeze(1).unsqueeze(2);
    if (mask != null && causal) {
      mask = mask.logical_and(TorchAttention.lowerTriangle(key.size(2)));
    }
    return torch.scaled_dot_product_attention(
        query,
        key,
        value,
        TorchValues.optional(mask == null ? null : TorchAttention.additive(mask)),
        0,
        mask == null && causal,
        new DoubleOptional(),
        false);
  }

  @Override
  default Tensor lstm(Tensor x, Tensor weight, Tensor recurrence, Tensor bias) {
    long hidden = recurrence.size(2);
    Tensor zero = Tensors.zeros(1, x.size(0), hidden);
    return torch
        .lstm(
            x,
            new TensorVector(zero, zero),
            TorchGates.LSTM.parameters(weight, recurrence, bias),
            true,
            1,
            0,
            false,
            false,
            true)
        .get0();
  }

  @Override
  default Tensor gru(Tensor x, Tensor weight, Tensor recurrence, Tensor bias) {
    Tensor zero = Tensors.zeros(1, x.size(0), recurrence.size(2));
    return torch
        .gru(
            x,
            zero,
            TorchGates.GRU.parameters(weight, recurrence, bias),
            true,
            1,
            0,
            false,
            false,
            true)
        .get0();
  }
}
