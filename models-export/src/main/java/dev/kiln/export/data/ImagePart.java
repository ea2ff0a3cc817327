package dev.kiln.export.data;

import java.util.List;

/** Some images of a larger set. */
@SuppressWarnings("ArrayRecordComponent")
record ImagePart(LabelledImages whole, int[] indices) implements LabelledImages {
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
    whole.read(indices[index], target, offset);
  }

  @Override
  public int label(int index) {
    return whole.label(indices[index]);
  }
}
