package dev.kiln.export.recipe;

import dev.kiln.export.data.LabelledImages;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;

/**
 * Shuffled batches: every image once per epoch, in an order that depends on the seed and the epoch
 * only, so any step's batch can be made without those before it.
 */
final class BatchSource {
  private final LabelledImages images;
  private final long seed;
  private final int batch;
  private final int[] order;
  private long orderedEpoch = -1;

  BatchSource(LabelledImages images, long seed, int batch) {
    if (images.size() < batch) {
      throw new IllegalArgumentException(
          "a batch takes " + batch + " images, the data set has only " + images.size());
    }
    this.images = images;
    this.seed = seed;
    this.batch = batch;
    this.order = new int[images.size()];
  }

  Batch batch(long step) {
    int perEpoch = images.size() / batch;
    shuffle(step / perEpoch);
    int first = (int) (step % perEpoch) * batch;
    int area = images.channels() * images.height() * images.width();
    float[] pixels = new float[batch * area];
    long[] labels = new long[batch];
    for (int i = 0; i < batch; i++) {
      int index = order[first + i];
      images.read(index, pixels, i * area);
      labels[i] = images.label(index);
    }
    return new Batch(
        Tensor.create(pixels, batch, images.channels(), images.height(), images.width()),
        Tensor.create(labels, batch));
  }

  private void shuffle(long epoch) {
    if (epoch == orderedEpoch) {
      return;
    }
    Random random = new Random(seed * 31 + epoch);
    for (int i = 0; i < order.length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    orderedEpoch = epoch;
  }
}
