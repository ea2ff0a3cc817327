package dev.kiln.export.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.export.data.table.ColumnWishes;
import dev.kiln.export.data.table.Table;
import dev.kiln.export.data.table.TextTable;
import dev.kiln.export.nets.TableDenoiser;
import dev.kiln.export.nets.TableVae;
import dev.kiln.export.ops.torch.Threads;
import dev.kiln.export.ops.torch.TorchScope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both recipes learn a small table whose law is known: half of the rows are "a" with numbers around
 * 10, a quarter each "b" and "c" with numbers around 20, and the flag is true for "a" alone.
 */
class TableRecipesTest {
  private static final Table TABLE = table(2_000);
  private static final int ROWS = 500;

  @TempDir Path directory;

  @BeforeAll
  static void oneThread() {
    Threads.use(1);
  }

  @Test
  void diffusionLearnsTheTable() throws Exception {
    try (Ddpm ddpm =
        new Ddpm(new TableDenoiser(TABLE.codec().width(), 64, 2), Ddpm.Options.DEFAULT, 1)) {
      learns(ddpm, 1_200);
    }
  }

  @Test
  void theAutoencoderLearnsTheTable() throws Exception {
    TableVae networks = TableVae.forColumns(TABLE.columns());
    try (ConditionalTableVae vae =
        new ConditionalTableVae(networks, ConditionalTableVae.DESCENT, 1)) {
      learns(vae, 700);
    }
  }

  /** The distance to the law falls to a third of what it was before, at least. */
  private void learns(Recipe recipe, int steps) throws Exception {
    double before = distance(recipe);
    new TrainingLoop(
            recipe,
            TABLE,
            new TrainingSettings(
                1, steps * 64L, Duration.ofMinutes(5), 64, directory, Duration.ofHours(1), false),
            new TablePreview(recipe, TABLE),
            line -> {},
            System::nanoTime)
        .run();
    double after = distance(recipe);

    assertThat(after).isLessThan(before / 3);
    assertThat(directory.resolve("preview.csv")).content().startsWith("kind,number,flag\n");
  }

  /**
   * How far generated rows are from the law: the shares of the kinds, how often the flag fits the
   * kind, and the mean numbers of both groups.
   */
  private static double distance(Recipe recipe) {
    float[] made = TorchScope.scoped(() -> recipe.preview(Map.of(), ROWS, 5));
    double a = 0;
    double b = 0;
    double fits = 0;
    double low = 0;
    double high = 0;
    for (int i = 0; i < ROWS; i++) {
      Map<String, @Nullable Object> row = TABLE.codec().decode(made, i * TABLE.codec().width());
      boolean isA = "a".equals(row.get("kind"));
      a += isA ? 1 : 0;
      b += "b".equals(row.get("kind")) ? 1 : 0;
      fits += Boolean.valueOf(isA).equals(row.get("flag")) ? 1 : 0;
      Double number = (Double) row.get("number");
      if (number != null) {
        low += isA ? Math.abs(number - 10) : 0;
        high += isA ? 0 : Math.abs(number - 20);
      }
    }
    return Math.abs(a / ROWS - 0.5)
        + Math.abs(b / ROWS - 0.25)
        + (1 - fits / ROWS)
        + (a == 0 ? 1 : low / a / 10)
        + (a == ROWS ? 1 : high / (ROWS - a) / 10);
  }

  @Test
  void theLawIsWhatTheTestSaysItIs() {
    double distance = 0;
    for (int i = 0; i < TABLE.size(); i++) {
      distance += "a".equals(TABLE.row(i).get("kind")) ? 1.0 / TABLE.size() : 0;
    }
    assertThat(distance).isCloseTo(0.5, within(0.05));
  }

  private static Table table(int rows) {
    Random random = new Random(3);
    List<List<String>> cells = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      String kind = List.of("a", "a", "b", "c").get(random.nextInt(4));
      double number = (kind.equals("a") ? 10 : 20) + random.nextGaussian();
      cells.add(
          List.of(
              kind,
              random.nextInt(10) == 0 ? "" : String.format(Locale.ROOT, "%.3f", number),
              Boolean.toString(kind.equals("a"))));
    }
    return Table.of(
        new TextTable("law", List.of("kind", "number", "flag"), cells), ColumnWishes.NONE);
  }
}
