package dev.kiln.export.evaluate.features;

import dev.kiln.export.data.LabelledImages;
import java.util.List;

/**
 * Some images of a set.
 *
 * @param whole the set
 * @param indices which of its images, in order
 * @param onRead is told of every image that is read
 */
@SuppressWarnings("ArrayRecordComponent")
record Subset(LabelledImages whole, int[] indices, Runnable onRead) implements LabelledImages {
  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public int classes() {
    return whole.classes();
  }

  @Override
  public List<String> classNames() {
    return whole.classNames();
  }

  @Override
  public int channels() {
    return whole.channels();
  }

  @Override
  public int height() {
    return whole.height();
  }

  @Override
  public int width() {
    return whole.width();
  }

  @Override
  public void read(int index, float[] target, int offset) {
    onRead.run();
    whole.read(indices[index], target, offset);
  }

  @Override
  public int label(int index) {
    return whole.label(indices[index]);
  }
}
