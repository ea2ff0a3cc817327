package dev.kiln.export.ops;

/**
 * Activations; the shape stays.
 *
 * @param <T> a value in the graph
 */
public interface Activations<T> {
  /** x where positive, else 0. */
  T relu(T x);

  /** x where positive, else slope * x. */
  T leakyRelu(T x, double slope);

  /** x where positive, else slope * x with a learned slope for each channel (axis 1), [C]. */
  T prelu(T x, T slope);

  /** x where positive, else exp(x) - 1 (Clevert et al. 2016, arXiv 1511.07289). */
  T elu(T x);

  /** ELU that keeps mean and variance (Klambauer et al. 2017, arXiv 1706.02515). */
  T selu(T x);

  /** x * Phi(x) by the error function (Hendrycks and Gimpel 2016, arXiv 1606.08415). */
  T gelu(T x);

  /** GELU as GPT-2 has it: 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))). */
  T geluTanh(T x);

  /** x * sigmoid(x), also called swish. */
  T silu(T x);

  /** x * tanh(softplus(x)) (Misra 2020, arXiv 1908.08681). */
  T mish(T x);

  /** log(1 + exp(x)). */
  T softplus(T x);

  /** (exp(x) - exp(-x)) / (exp(x) + exp(-x)). */
  T tanh(T x);

  /** 1 / (1 + exp(-x)). */
  T sigmoid(T x);

  /** clip(x / 6 + 1 / 2, 0, 1). */
  T hardSigmoid(T x);

  /** x * hardSigmoid(x) (Howard et al. 2019, arXiv 1905.02244). */
  T hardSwish(T x);

  /** exp(x) over the sum of exp(x) along an axis, without overflow. */
  T softmax(T x, long axis);

  /** log(softmax(x)), without overflow. */
  T logSoftmax(T x, long axis);
}
