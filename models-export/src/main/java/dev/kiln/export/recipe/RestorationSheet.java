package dev.kiln.export.recipe;

import dev.kiln.export.data.TrainingSet;
import dev.kiln.export.ops.torch.TorchScope;
import dev.kiln.export.ops.torch.TorchValues;
import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.output.ContactSheet;
import dev.kiln.generation.tensor.FloatTensor;
import dev.kiln.generation.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What an autoencoder makes of corrupted pictures, as {@code preview.png}: in each row pictures, in
 * the next the same corrupted, in the next the same restored; three rows for each corruption.
 */
public final class RestorationSheet implements Preview {
  private static final int COLUMNS = 12;

  private final DenoisingAutoencoder recipe;
  private final TrainingSet data;
  private final int corruptions;

  /** A sheet of some of the data's pictures. */
  public RestorationSheet(
      DenoisingAutoencoder recipe, AutoencoderOptions options, TrainingSet data) {
    this.recipe = recipe;
    this.data = data;
    this.corruptions = options.corruptions().size();
  }

  @Override
  public void write(Path directory, long seed) throws IOException {
    int[] shape = Arrays.stream(data.shape()).mapToInt(Math::toIntExact).toArray();
    SampleSpec spec = new SampleSpec(SampleKind.IMAGE, Shape.of(shape), List.of(-1.0, 1.0));
    ContactSheet sheet = new ContactSheet(spec, COLUMNS);
    int count = Math.min(COLUMNS, data.size());
    for (int turn = 0; turn < corruptions; turn++) {
      float[][] rows = rows(turn, count, seed);
      for (int row = 0; row < rows.length; row++) {
        add(sheet, "%d-%d".formatted(turn, row), spec.shape(), rows[row]);
      }
    }
    Files.write(directory.resolve("preview.png"), sheet.toPng());
  }

  /** Pictures, the same corrupted, the same restored, each flat. */
  private float[][] rows(int turn, int count, long seed) {
    torch.manual_seed(seed);
    return TorchScope.scoped(
        () ->
            TorchScope.ungraded(
                () -> {
                  Batch batch = BatchSource.of(data, IntStream.range(0, count).toArray());
                  Tensor corrupted = recipe.corrupt(batch.samples(), turn);
                  Tensor restored = recipe.restore(corrupted, batch.conditions());
                  return new float[][] {
                    TorchValues.floats(batch.samples()),
                    TorchValues.floats(corrupted),
                    TorchValues.floats(restored)
                  };
                }));
  }

  private static void add(ContactSheet sheet, String caption, Shape shape, float[] pictures) {
    for (int start = 0; start < pictures.length; start += shape.size()) {
      float[] picture = Arrays.copyOfRange(pictures, start, start + shape.size());
      sheet.add(caption, new FloatTensor(shape, picture));
    }
  }
}
