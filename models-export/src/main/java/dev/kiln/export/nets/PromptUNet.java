package dev.kiln.export.nets;

import static dev.kiln.export.nets.Blocks.EMBEDDING;
import static dev.kiln.export.nets.Blocks.GROUPS;
import static dev.kiln.export.nets.Blocks.block;
import static dev.kiln.export.nets.Blocks.crossAttention;
import static dev.kiln.export.nets.Blocks.halve;
import static dev.kiln.export.nets.Blocks.selfAttention;
import static dev.kiln.export.nets.Blocks.time;
import static dev.kiln.export.ops.Layers.conv;
import static dev.kiln.export.ops.Layers.convTranspose;
import static dev.kiln.export.ops.Layers.groupNorm;
import static dev.kiln.export.ops.Layers.linear;
import static dev.kiln.export.ops.Layers.zeroConv;

import dev.kiln.export.ops.Initializer;
import dev.kiln.export.ops.Ops;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Prompt-conditioned UNet for small colour pictures, with a text encoder that is trained along: the
 * denoiser of Rombach et al. 2022 (arXiv 2112.10752) made small. Tiles of 2 by 2 pixels become
 * channels (Shi et al. 2016), so the largest convolutions run at half the size.
 *
 * <pre>
 *   x [N, 3, 32, 32] -> tiles [N, 12, 16, 16] -> in -> down0 ----------------> up0 -> out -> v
 *                                                        | halve                 | double
 *                                                      down1 (8 x 8) -> mid -> up1
 *   tokens [N, L] -> text encoder -> text [N, L, W]: attended to in up0, down1, mid and up1;
 *   t [N] and the first vector of the text -> embedding, added in every block
 * </pre>
 *
 * <p>In training it is one network. It is exported as two that share these weights: the {@link
 * #encoder}, run once for a prompt, and the {@link #painter}, run at every step.
 *
 * @param encoder the text encoder
 * @param noPrompt the tokens of "no prompt"
 * @param imageChannels colour channels of the picture
 * @param size height and width; a multiple of 4
 * @param narrow channels at half size
 * @param wide channels at quarter size
 */
public record PromptUNet(
    TextEncoder encoder, List<Long> noPrompt, long imageChannels, long size, long narrow, long wide)
    implements Denoiser {
  private static final String TOKENS = "tokens";
  private static final long TILE = 2;

  public PromptUNet {
    noPrompt = List.copyOf(noPrompt);
    if (size % (2 * TILE) != 0) {
      throw new IllegalArgumentException("the image size must be a multiple of 4, was " + size);
    }
    if (noPrompt.size() != encoder.length()) {
      throw new IllegalArgumentException(
          "prompts have " + encoder.length() + " tokens, no prompt has " + noPrompt.size());
    }
  }

  @Override
  public List<Port> inputs() {
    return List.of(image("x"), Port.time("t", 999), encoder.inputs().get(0));
  }

  @Override
  public Port output() {
    return image("v");
  }

  private Port image(String name) {
    return Port.numbers(name, imageChannels, size, size);
  }

  @Override
  public List<Long> sampleShape() {
    return List.of(imageChannels, size, size);
  }

  @Override
  public Map<String, List<Long>> nothing() {
    return Map.of(TOKENS, noPrompt);
  }

  @Override
  public <T> T denoise(Ops<T> ops, T x, T time, Map<String, T> conditions) {
    T tokens = Objects.requireNonNull(conditions.get(TOKENS), TOKENS);
    return paint(ops, x, time, encoder.encode(ops, tokens));
  }

  @Override
  public <T> T apply(Ops<T> ops, List<T> inputs) {
    return denoise(ops, inputs.get(0), inputs.get(1), Map.of(TOKENS, inputs.get(2)));
  }

  /** The part that runs at every step: (x, t, text) to v. */
  public Network painter() {
    return new Painter(this);
  }

  private record Painter(PromptUNet whole) implements Network {
    @Override
    public List<Port> inputs() {
      return List.of(whole.image("x"), Port.time("t", 999), whole.encoder.output());
    }

    @Override
    public Port output() {
      return whole.output();
    }

    @Override
    public <T> T apply(Ops<T> ops, List<T> inputs) {
      return whole.paint(ops, inputs.get(0), inputs.get(1), inputs.get(2));
    }
  }

  /** x [N, C, H, W], timestep [N] from 0 to 999, text [N, L, W]; the result has the shape of x. */
  private <T> T paint(Ops<T> ops, T x, T timestep, T text) {
    long half = size / TILE;
    long quarter = half / 2;
    long width = encoder.width();
    T whole = ops.reshape(ops.slice(text, 1, 0, 1), 0, width);
    T e = ops.add(time(ops, timestep), linear(ops, "text.whole", whole, width, EMBEDDING));
    e = ops.silu(e);

    T tiles = tiles(ops, x, half);
    T down0 = conv(ops, "in", tiles, tileChannels(), narrow, 3);
    T place = ops.parameter("place", Initializer.normal(0.1), 1, narrow, half, half);
    down0 = block(ops, "down0", ops.add(down0, place), e, narrow, narrow);
    T down1 = halve(ops, "halve0", down0, narrow, wide);
    T coarse = ops.parameter("place1", Initializer.constant(0), 1, wide, quarter, quarter);
    down1 = block(ops, "down1", ops.add(down1, coarse), e, wide, wide);
    down1 = attend(ops, "down1", down1, text, quarter);

    T mid = block(ops, "mid", down1, e, wide, wide);
    mid = attend(ops, "mid", mid, text, quarter);

    T up1 = block(ops, "up1", ops.concat(1, List.of(mid, down1)), e, 2 * wide, wide);
    up1 = attend(ops, "up1", up1, text, quarter);
    T up0 = convTranspose(ops, "double0", up1, wide, narrow, 2, 2, 0);
    up0 = block(ops, "up0", ops.concat(1, List.of(up0, down0)), e, 2 * narrow, narrow);
    up0 = crossAttention(ops, "up0.text", up0, text, narrow, half, encoder.length(), width);

    T out = ops.silu(groupNorm(ops, "out.norm", up0, GROUPS, narrow));
    return pixels(ops, zeroConv(ops, "out.conv", out, narrow, tileChannels(), 3), half);
  }

  /** Pixels look at one another, then at the words. */
  private <T> T attend(Ops<T> ops, String name, T x, T text, long side) {
    T seen = selfAttention(ops, name + ".self", x, wide, side);
    return crossAttention(
        ops, name + ".text", seen, text, wide, side, encoder.length(), encoder.width());
  }

  private long tileChannels() {
    return imageChannels * TILE * TILE;
  }

  /** [N, C, H, W] to [N, C TILE TILE, H / TILE, W / TILE]. */
  private <T> T tiles(Ops<T> ops, T x, long half) {
    T split = ops.reshape(x, -1, imageChannels, half, TILE, half, TILE);
    return ops.reshape(ops.transpose(split, 0, 1, 3, 5, 2, 4), -1, tileChannels(), half, half);
  }

  /** The way back. */
  private <T> T pixels(Ops<T> ops, T tiles, long half) {
    T split = ops.reshape(tiles, -1, imageChannels, TILE, TILE, half, half);
    return ops.reshape(ops.transpose(split, 0, 1, 4, 2, 5, 3), -1, imageChannels, size, size);
  }
}
