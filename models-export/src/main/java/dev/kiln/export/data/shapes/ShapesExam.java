package dev.kiln.export.data.shapes;

import dev.kiln.export.data.Draws;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Prompts to examine a generator with. One and two things come in turn; every fifth prompt asks for
 * a {@linkplain Combination#heldOut() combination} that no training picture shows. Each prompt says
 * the size, colour and form of all things, and the relation of two.
 */
public final class ShapesExam {
  private static final long SALT = 0x5EED;
  private static final int HELD_OUT_EVERY = 5;

  private ShapesExam() {}

  /**
   * One prompt.
   *
   * @param text its words
   * @param prompt what they say
   * @param heldOut whether the combination was never seen in training
   */
  public record Question(String text, Prompt prompt, boolean heldOut) {}

  /** The first {@code count} questions of a seed. */
  public static List<Question> questions(long seed, int count) {
    return IntStream.range(0, count).mapToObj(i -> question(seed, i)).toList();
  }

  private static Question question(long seed, int index) {
    Draws draws = new Draws(seed ^ SALT, index);
    boolean heldOut = index % HELD_OUT_EVERY == HELD_OUT_EVERY - 1;
    Combination combination = SceneWriter.combination(1 + index % 2, heldOut, draws);
    Prompt prompt = SceneWriter.full(combination);
    return new Question(Wording.varied(prompt, draws), prompt, heldOut);
  }
}
