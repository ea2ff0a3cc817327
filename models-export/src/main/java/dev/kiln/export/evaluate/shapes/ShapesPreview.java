package dev.kiln.export.evaluate.shapes;

import dev.kiln.export.data.Captioned;
import dev.kiln.export.data.shapes.ScenePainter;
import dev.kiln.export.data.shapes.ShapesExam;
import dev.kiln.export.data.shapes.ShapesExam.Question;
import dev.kiln.export.data.shapes.Vocabulary;
import dev.kiln.export.ops.torch.TorchScope;
import dev.kiln.export.recipe.Batch;
import dev.kiln.export.recipe.Preview;
import dev.kiln.export.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A sheet of what a recipe makes of some prompts, as {@code preview.png}, and a line that says how
 * many of them it got right.
 */
public final class ShapesPreview implements Preview {
  private static final int COUNT = 60;
  private static final int COLUMNS = 10;

  private final Recipe recipe;
  private final Consumer<String> lines;

  /** A preview of a recipe that learns {@link dev.kiln.export.data.shapes.CaptionedShapes}. */
  public ShapesPreview(Recipe recipe, Consumer<String> lines) {
    this.recipe = recipe;
    this.lines = lines;
  }

  @Override
  public void write(Path directory, long seed) throws IOException {
    List<Question> questions = ShapesExam.questions(seed, COUNT);
    long[] tokens =
        questions.stream()
            .flatMap(question -> Vocabulary.encode(question.text()).stream())
            .mapToLong(Long::longValue)
            .toArray();
    float[] pictures =
        TorchScope.scoped(
            () -> recipe.preview(Batch.condition(Captioned.TOKENS, COUNT, tokens), COUNT, seed));
    CaptionSheet sheet = new CaptionSheet(COLUMNS);
    Tally tally = new Tally();
    for (int i = 0; i < COUNT; i++) {
      float[] picture =
          Arrays.copyOfRange(pictures, i * ScenePainter.VALUES, (i + 1) * ScenePainter.VALUES);
      sheet.add(questions.get(i).text(), picture);
      tally.add(questions.get(i), ShapeReader.read(picture));
    }
    Files.write(directory.resolve("preview.png"), sheet.toPng());
    lines.accept(
        "prompts understood: one shape "
            + tally.things(1)
            + ", two shapes "
            + tally.things(2)
            + "; never seen in training: one "
            + tally.cell(1, true)
            + ", two "
            + tally.cell(2, true));
  }
}
