package dev.kiln.export.evaluate;

import dev.kiln.export.data.LabelledImages;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * The same images in other classes.
 *
 * @param images the images
 * @param classOf from an image's index to its class
 * @param classNames what the classes are called
 */
public record Relabelled(LabelledImages images, IntUnaryOperator classOf, List<String> classNames)
    implements LabelledImages {
  @Override
  public int size() {
    return images.size();
  }

  @Override
  public int classes() {
    return classNames.size();
  }

  @Override
  public int channels() {
    return images.channels();
  }

  @Override
  public int height() {
    return images.height();
  }

  @Override
  public int width() {
    return images.width();
  }

  @Override
  public void read(int index, float[] target, int offset) {
    images.read(index, target, offset);
  }

  @Override
  public int label(int index) {
    return classOf.applyAsInt(index);
  }
}
