package dev.kiln.export.evaluate;

import dev.kiln.export.data.LabelledImages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Lets a judge name images whose class is known. */
public final class JudgeExam {
  private JudgeExam() {}

  /**
   * The score on a whole data set.
   *
   * @param name what the data set is called
   * @throws IllegalArgumentException if the images are of another shape than the judge's
   */
  public static JudgeFacts.Exam take(Judge judge, String name, LabelledImages images)
      throws IOException {
    List<Integer> found = List.of(images.channels(), images.height(), images.width());
    if (!judge.shape().dims().equals(found)) {
      throw new IllegalArgumentException(
          "the judge looks at images of " + judge.shape().dims() + ", " + name + " has " + found);
    }
    List<float[]> all = new ArrayList<>(images.size());
    for (int i = 0; i < images.size(); i++) {
      float[] image = new float[judge.shape().size()];
      images.read(i, image, 0);
      all.add(image);
    }
    int[] named = judge.classify(all);
    int correct = 0;
    for (int i = 0; i < named.length; i++) {
      correct += named[i] == images.label(i) ? 1 : 0;
    }
    return new JudgeFacts.Exam(name, named.length, correct);
  }
}
