package dev.kiln.export.data.shapes;

import dev.kiln.export.data.Captioned;
import dev.kiln.export.data.Draws;
import dev.kiln.export.data.Split;
import dev.kiln.generation.card.TextSpec;
import java.util.List;
import java.util.Map;

/**
 * Scenes of one or two coloured shapes that Kiln draws itself, 32 by 32 in colour, each with a
 * caption such as "a big red circle above a small blue square". Captions vary in their words, and
 * some leave out a size, a colour, a form or the relation.
 *
 * <p>Scene {@code i} of a seed is always the same, whatever was read before. {@link Split#TRAIN}
 * never shows a {@linkplain Combination#heldOut() combination that is held out}, {@link
 * Split#HELD_OUT} shows nothing else.
 */
public final class CaptionedShapes implements Captioned {
  private final long seed;
  private final int size;
  private final Split split;

  private CaptionedShapes(long seed, int size, Split split) {
    if (size < 1) {
      throw new IllegalArgumentException(
          "captioned shapes need a size of at least 1, found " + size);
    }
    this.seed = seed;
    this.size = size;
    this.split = split;
  }

  /** The first {@code size} scenes of a seed. */
  public static CaptionedShapes of(long seed, int size, Split split) {
    return new CaptionedShapes(seed, size, split);
  }

  private record Sample(List<Placed> scene, Prompt prompt, String caption) {}

  private Sample sample(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("scene " + index + " of " + size);
    }
    Draws draws = new Draws(split.salted(seed), index);
    Combination combination = SceneWriter.combination(split == Split.HELD_OUT, draws);
    List<Placed> scene = SceneWriter.place(combination, draws);
    Prompt prompt = SceneWriter.prompt(combination, draws);
    return new Sample(scene, prompt, Wording.varied(prompt, draws));
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public long[] shape() {
    return new long[] {3, ScenePainter.SIDE, ScenePainter.SIDE};
  }

  @Override
  public void read(int index, float[] target, int offset) {
    ScenePainter.paint(scene(index), target, offset);
  }

  @Override
  public Map<String, Integer> conditions() {
    return Map.of(TOKENS, Vocabulary.LENGTH);
  }

  @Override
  public void readCondition(String name, int index, long[] target, int offset) {
    if (!name.equals(TOKENS)) {
      throw new IllegalArgumentException("captioned shapes have no condition " + name);
    }
    List<Long> tokens = Vocabulary.encode(caption(index));
    for (int i = 0; i < tokens.size(); i++) {
      target[offset + i] = tokens.get(i);
    }
  }

  @Override
  public String caption(int index) {
    return sample(index).caption();
  }

  @Override
  public List<String> vocabulary() {
    return Vocabulary.all();
  }

  @Override
  public TextSpec text(String file) {
    return Vocabulary.spec(file);
  }

  @Override
  public List<Long> nothing() {
    return Vocabulary.encode("");
  }

  /** What the caption says. */
  public Prompt prompt(int index) {
    return sample(index).prompt();
  }

  /** What the picture shows. */
  public List<Placed> scene(int index) {
    return sample(index).scene();
  }
}
