package dev.kiln.export.nets;

import static dev.kiln.export.ops.Layers.linear;

import dev.kiln.export.ops.Ops;
import dev.kiln.generation.card.ColumnSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The three networks of a variational autoencoder with arbitrary conditioning (Ivanov et al. 2019,
 * arXiv 1806.02382) for rows of a table: which columns are given differs from row to row.
 *
 * <pre>
 *   encoder  q(z | x, mask):      x, mask [N, row] -> mean, log variance [N, latent]
 *   prior    p(z | known, mask):  known, mask      -> mean, log variance [N, latent]
 *   decoder  p(x | z, known):     z, known, mask   -> centre, log variance [N, row]
 * </pre>
 *
 * <p>{@code known} is x where mask is 1, and 0 where it is 0. Their parameters have different
 * names, so that one set of weights holds all three.
 *
 * @param parts what the places of a row stand for
 * @param latent how many numbers z has
 * @param width how many each block has
 */
public record TableVae(List<RowPart> parts, long latent, long width) {
  private static final double SMALLEST_LOG_VARIANCE = -7;
  private static final double LARGEST_LOG_VARIANCE = 2;

  public TableVae {
    parts = List.copyOf(parts);
  }

  /** The networks of the shipped generator, for rows with any columns. */
  public static TableVae forColumns(List<ColumnSpec> columns) {
    return new TableVae(RowPart.of(columns), 16, 128);
  }

  /** How many places a row has. */
  public long row() {
    return parts.get(parts.size() - 1).end();
  }

  /** The mean of q(z | x, mask) and the logarithm of its variance, [N, latent] each. */
  public <T> List<T> encode(Ops<T> ops, T x, T mask) {
    return gaussian(ops, "encoder", ops.concat(1, List.of(x, mask)), 2 * row(), 2, latent);
  }

  /** The mean of p(z | known, mask) and the logarithm of its variance, [N, latent] each. */
  public <T> List<T> prior(Ops<T> ops, T known, T mask) {
    return gaussian(ops, "prior", ops.concat(1, List.of(known, mask)), 2 * row(), 2, latent);
  }

  /**
   * What the row's places are like: for a number the mean and the logarithm of its variance; for a
   * flag the log odds and for a category the logits, both in the first result.
   */
  public <T> List<T> decode(Ops<T> ops, T z, T known, T mask) {
    return gaussian(
        ops, "decoder", ops.concat(1, List.of(z, known, mask)), latent + 2 * row(), 3, row());
  }

  private <T> List<T> gaussian(Ops<T> ops, String name, T x, long in, int blocks, long out) {
    T h = linear(ops, name + ".in", x, in, width);
    h = ops.silu(Perceptron.blocks(ops, name, h, width, blocks, null, 0));
    T logVariance = linear(ops, name + ".log_variance", h, width, out);
    return List.of(
        linear(ops, name + ".mean", h, width, out),
        ops.clip(logVariance, SMALLEST_LOG_VARIANCE, LARGEST_LOG_VARIANCE));
  }

  /** Prior, decoder and the draw of every value in one network, which is what ships. */
  public Generator generator() {
    return new Generator(this);
  }

  /**
   * Noise and given columns to a row.
   *
   * <pre>
   *   z [N, latent + row], known [N, row], mask [N, row] -> sample [N, row]
   * </pre>
   *
   * @param vae the networks
   */
  public record Generator(TableVae vae) implements Network {
    private static final String NOISE = "z";

    @Override
    public List<Port> inputs() {
      return List.of(
          Port.numbers(NOISE, vae.latent + vae.row()),
          Port.numbers("known", vae.row()),
          Port.numbers("mask", vae.row()));
    }

    @Override
    public Port output() {
      return Port.numbers("sample", vae.row());
    }

    @Override
    public <T> T apply(Ops<T> ops, List<T> inputs) {
      return apply(ops, inputs.get(0), inputs.get(1), inputs.get(2));
    }

    /** z is Gaussian: its first places choose the latent, the others the value of each place. */
    public <T> T apply(Ops<T> ops, T z, T known, T mask) {
      T first = ops.slice(z, 1, 0, vae.latent);
      T noise = ops.slice(z, 1, vae.latent, vae.latent + vae.row());
      List<T> prior = vae.prior(ops, known, mask);
      T latent = drawn(ops, prior.get(0), prior.get(1), first);
      List<T> row = vae.decode(ops, latent, known, mask);
      List<T> values = new ArrayList<>();
      for (RowPart part : vae.parts) {
        T centre = ops.slice(row.get(0), 1, part.start(), part.end());
        T logVariance = ops.slice(row.get(1), 1, part.start(), part.end());
        T draw = ops.slice(noise, 1, part.start(), part.end());
        values.add(
            switch (part.kind()) {
              case NUMBER -> drawn(ops, centre, logVariance, draw);
              case FLAG, MISSING -> ops.tanh(ops.add(centre, logistic(ops, draw)));
              case CATEGORY -> chosen(ops, centre, draw);
            });
      }
      T made = ops.concat(1, values);
      T kept = ops.multiply(mask, known);
      return ops.add(kept, ops.multiply(ops.shift(ops.negate(mask), 1), made));
    }

    private static <T> T drawn(Ops<T> ops, T mean, T logVariance, T noise) {
      return ops.add(mean, ops.multiply(ops.exp(ops.scale(logVariance, 0.5)), noise));
    }

    /**
     * Gaussian noise as logistic noise, by the closest cubic to the logit of the normal
     * distribution function (Bowling et al. 2009): log odds plus this are positive with their
     * probability.
     */
    private static <T> T logistic(Ops<T> ops, T noise) {
      T cube = ops.multiply(ops.square(noise), noise);
      return ops.add(ops.scale(noise, 1.5976), ops.scale(cube, 0.070565992));
    }

    /**
     * The Gumbel trick (Maddison et al. 2014): the largest of logits plus Gumbel noise is at a
     * category with the category's probability. Its places sum up to one before they are stretched
     * to [-1, 1].
     */
    private static <T> T chosen(Ops<T> ops, T logits, T noise) {
      T gumbel = ops.negate(ops.log(ops.softplus(ops.negate(logistic(ops, noise)))));
      return ops.shift(ops.scale(ops.softmax(ops.add(logits, gumbel), 1), 2), -1);
    }
  }
}
