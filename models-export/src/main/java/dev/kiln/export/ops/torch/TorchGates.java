package dev.kiln.export.ops.torch;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * From the order of gates in which ONNX holds recurrent weights to the order of PyTorch.
 *
 * @param order where each of PyTorch's gates stands in ONNX
 */
record TorchGates(List<Integer> order) {
  /** Input, output, forget, cell to input, forget, cell, output. */
  static final TorchGates LSTM = new TorchGates(List.of(0, 2, 3, 1));

  /** Update, reset, hidden to reset, update, hidden. */
  static final TorchGates GRU = new TorchGates(List.of(1, 0, 2));

  /** Weight [gates * hidden, in], recurrence [gates * hidden, hidden] and their two biases. */
  TensorVector parameters(Tensor weight, Tensor recurrence, Tensor bias) {
    Tensor[] biases = torch.chunk(bias.squeeze(0), 2, 0).get();
    return new TensorVector(
        ordered(weight.squeeze(0)),
        ordered(recurrence.squeeze(0)),
        ordered(biases[0]),
        ordered(biases[1]));
  }

  private Tensor ordered(Tensor gates) {
    Tensor[] parts = torch.chunk(gates, order.size(), 0).get();
    TensorVector result = new TensorVector();
    order.forEach(from -> result.push_back(parts[from]));
    return torch.cat(result, 0);
  }
}
