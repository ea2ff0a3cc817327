package dev.kiln.export.evaluate.shapes;

import dev.kiln.export.data.shapes.ShapesExam.Question;
import java.util.Locale;

/** Who passed an exam of captioned shapes, by how many things were asked for and what was seen. */
final class Tally {
  private final int[][] asked = new int[2][2];
  private final int[][] right = new int[2][2];
  private final int[][] exact = new int[2][2];

  /** Takes one answer. */
  void add(Question question, ShapeReader.Reading reading) {
    int things = question.prompt().things() - 1;
    int split = question.heldOut() ? 1 : 0;
    asked[things][split]++;
    right[things][split] += reading.shows(question.prompt().ofAnySize()) ? 1 : 0;
    exact[things][split] += reading.shows(question.prompt()) ? 1 : 0;
  }

  /** Some of the cells together. */
  record Cell(int asked, int right, int exact) {
    /** The share with the right forms, colours and relation. */
    double accuracy() {
      return (double) right / Math.max(1, asked);
    }

    /** The share that has the right sizes as well. */
    double exactAccuracy() {
      return (double) exact / Math.max(1, asked);
    }

    Cell plus(Cell other) {
      return new Cell(asked + other.asked, right + other.right, exact + other.exact);
    }

    @Override
    public String toString() {
      return asked == 0
          ? "-"
          : String.format(Locale.ROOT, "%.1f%% (%d/%d)", 100 * accuracy(), right, asked);
    }
  }

  /** The prompts of one thing or two, of combinations seen in training or never seen. */
  Cell cell(int things, boolean heldOut) {
    int split = heldOut ? 1 : 0;
    return new Cell(asked[things - 1][split], right[things - 1][split], exact[things - 1][split]);
  }

  /** The prompts of one thing, or of two. */
  Cell things(int things) {
    return cell(things, false).plus(cell(things, true));
  }

  /** All prompts. */
  Cell all() {
    return things(1).plus(things(2));
  }
}
