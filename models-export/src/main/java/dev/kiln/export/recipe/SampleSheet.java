package dev.kiln.export.recipe;

import dev.kiln.export.data.TrainingSet;
import dev.kiln.export.ops.torch.TorchScope;
import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.output.ContactSheet;
import dev.kiln.generation.tensor.FloatTensor;
import dev.kiln.generation.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Pictures that a recipe makes for conditions of its data, as {@code preview.png}: a row for each
 * caption where several samples share one, such as a class.
 */
public final class SampleSheet implements Preview {
  private static final int COLUMNS = 8;
  private static final int ROWS = 10;

  private final Recipe recipe;
  private final TrainingSet data;
  private final int[] indices;

  /** A sheet of what the recipe makes of some of the data's conditions. */
  public SampleSheet(Recipe recipe, TrainingSet data) {
    this.recipe = recipe;
    this.data = data;
    this.indices = choose(data);
  }

  /** Up to eight samples each of the first ten captions that appear, sorted by caption. */
  private static int[] choose(TrainingSet data) {
    int looked = Math.min(data.size(), 20 * COLUMNS * ROWS);
    Map<String, List<Integer>> byCaption = new LinkedHashMap<>();
    for (int i = 0; i < looked; i++) {
      List<Integer> same = byCaption.computeIfAbsent(data.caption(i), caption -> new ArrayList<>());
      if (same.size() < COLUMNS) {
        same.add(i);
      }
    }
    return byCaption.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(entry -> entry.getValue().stream())
        .limit(COLUMNS * ROWS)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  @Override
  public void write(Path directory, long seed) throws IOException {
    float[] images =
        TorchScope.scoped(
            () -> recipe.preview(BatchSource.conditions(data, indices), indices.length, seed));
    int[] shape = Arrays.stream(data.shape()).mapToInt(Math::toIntExact).toArray();
    SampleSpec spec = new SampleSpec(SampleKind.IMAGE, Shape.of(shape), List.of(-1.0, 1.0));
    ContactSheet sheet = new ContactSheet(spec, COLUMNS);
    int size = spec.shape().size();
    for (int i = 0; i < indices.length; i++) {
      float[] image = Arrays.copyOfRange(images, i * size, (i + 1) * size);
      sheet.add(data.caption(indices[i]), new FloatTensor(spec.shape(), image));
    }
    Files.write(directory.resolve("preview.png"), sheet.toPng());
  }
}
