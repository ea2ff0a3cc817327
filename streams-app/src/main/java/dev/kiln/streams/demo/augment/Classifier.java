package dev.kiln.streams.demo.augment;

import dev.kiln.generation.tensor.FloatTensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A small classifier of digits in plain Java: one hidden layer of rectified units, trained by
 * stochastic gradient descent with momentum on the cross-entropy. Good enough to see what a stream
 * is worth as training data. For one thread.
 */
final class Classifier {

  private static final int IN = 28 * 28;
  private static final int HIDDEN = 64;
  private static final int CLASSES = 10;
  private static final float MOMENTUM = 0.9f;

  private final float[] first = new float[HIDDEN * (IN + 1)];
  private final float[] second = new float[CLASSES * (HIDDEN + 1)];
  private final float[] firstStep = new float[first.length];
  private final float[] secondStep = new float[second.length];
  private final float[] hidden = new float[HIDDEN];
  private final float[] out = new float[CLASSES];

  private Classifier(Random random) {
    for (int i = 0; i < first.length; i++) {
      first[i] = (float) (random.nextGaussian() * Math.sqrt(2.0 / IN));
    }
    for (int i = 0; i < second.length; i++) {
      second[i] = (float) (random.nextGaussian() * Math.sqrt(2.0 / HIDDEN));
    }
  }

  /**
   * Trains on pictures, in an order that the seed shuffles.
   *
   * @param steps how many pictures are looked at in all, so that a larger set is not trained longer
   */
  static Classifier train(List<LabelledImage> images, int steps, long seed) {
    var random = new Random(seed);
    var classifier = new Classifier(random);
    List<LabelledImage> order = new ArrayList<>(images);
    int at = order.size();
    for (int step = 0; step < steps; step++) {
      if (at == order.size()) {
        Collections.shuffle(order, random);
        at = 0;
      }
      float rate = 0.002f * (1 - (float) step / steps);
      classifier.learn(order.get(at++), rate);
    }
    return classifier;
  }

  private void learn(LabelledImage image, float rate) {
    float[] in = image.picture().values();
    forward(image.picture());
    float[] back = new float[HIDDEN];
    for (int c = 0; c < CLASSES; c++) {
      float error = out[c] - (c == image.label() ? 1 : 0);
      int row = c * (HIDDEN + 1);
      for (int h = 0; h < HIDDEN; h++) {
        back[h] += error * second[row + h];
        step(second, secondStep, row + h, error * hidden[h], rate);
      }
      step(second, secondStep, row + HIDDEN, error, rate);
    }
    for (int h = 0; h < HIDDEN; h++) {
      if (hidden[h] > 0) {
        int row = h * (IN + 1);
        for (int i = 0; i < IN; i++) {
          step(first, firstStep, row + i, back[h] * in[i], rate);
        }
        step(first, firstStep, row + IN, back[h], rate);
      }
    }
  }

  private static void step(float[] weights, float[] steps, int at, float gradient, float rate) {
    steps[at] = MOMENTUM * steps[at] - rate * gradient;
    weights[at] += steps[at];
  }

  private void forward(FloatTensor picture) {
    float[] in = picture.values();
    for (int h = 0; h < HIDDEN; h++) {
      int row = h * (IN + 1);
      float sum = first[row + IN];
      for (int i = 0; i < IN; i++) {
        sum += first[row + i] * in[i];
      }
      hidden[h] = Math.max(0, sum);
    }
    float largest = Float.NEGATIVE_INFINITY;
    for (int c = 0; c < CLASSES; c++) {
      int row = c * (HIDDEN + 1);
      float sum = second[row + HIDDEN];
      for (int h = 0; h < HIDDEN; h++) {
        sum += second[row + h] * hidden[h];
      }
      out[c] = sum;
      largest = Math.max(largest, sum);
    }
    float total = 0;
    for (int c = 0; c < CLASSES; c++) {
      out[c] = (float) Math.exp(out[c] - largest);
      total += out[c];
    }
    for (int c = 0; c < CLASSES; c++) {
      out[c] /= total;
    }
  }

  /** The class of a picture. */
  int classify(FloatTensor picture) {
    forward(picture);
    int best = 0;
    for (int c = 1; c < CLASSES; c++) {
      best = out[c] > out[best] ? c : best;
    }
    return best;
  }

  /** Which part of the pictures is told right. */
  double accuracy(List<LabelledImage> images) {
    return images.stream().filter(image -> classify(image.picture()) == image.label()).count()
        / (double) images.size();
  }
}
