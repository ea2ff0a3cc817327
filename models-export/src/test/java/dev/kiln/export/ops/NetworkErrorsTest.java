package dev.kiln.export.ops;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.export.nets.Network;
import dev.kiln.export.nets.Port;
import dev.kiln.export.ops.onnx.OnnxOps;
import dev.kiln.export.ops.shape.Dims;
import dev.kiln.export.ops.shape.Element;
import dev.kiln.export.ops.shape.ShapeOps;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What cannot be is an error that names the operation and its place. */
class NetworkErrorsTest {
  private static final float[] NONE = {};

  private final ShapeOps shapes = new ShapeOps();
  private final Dims image = Dims.input(Element.FLOAT, List.of(), 48, 28, 28);
  private final Dims vectors = Dims.input(Element.FLOAT, List.of(), 10);
  private final Dims sentence = Dims.input(Element.WHOLE, List.of("L"), -1);

  private static void assertSentence(ThrowingCallable call, String sentence) {
    assertThatThrownBy(call).isInstanceOf(NetworkException.class).hasMessage(sentence);
  }

  @Test
  void aConvolutionThatTakesOtherChannels() {
    assertSentence(
        () -> Layers.conv(shapes.in("up1"), "conv0", image, 64, 32, 3),
        "conv2d in up1.conv0: weight [32, 64, 3, 3] takes 64 channels, x [N, 48, 28, 28] has 48");
  }

  @Test
  void aLinearLayerThatTakesOtherNumbers() {
    assertSentence(
        () -> Layers.linear(shapes, "logits", vectors, 12, 5),
        "linear in logits: weight [5, 12] takes 12 numbers, x [N, 10] has 10");
  }

  @Test
  void anOperationAtTheTopOfTheNetwork() {
    assertSentence(
        () -> shapes.add(image, vectors),
        "add: a [N, 48, 28, 28] and b [N, 10] do not go together: 28 is neither 10 nor 1");
  }

  @Test
  void aBatchThatIsTakenAsANumber() {
    assertSentence(
        () -> shapes.in("head").add(vectors, shapes.constant(new float[320], 32, 10)),
        "add in head: a [N, 10] and b [32, 10] do not go together: N is neither 32 nor 1");
    assertSentence(
        () -> shapes.reshape(vectors, 32, 10),
        "reshape: x [N, 10] cannot become [32, 10]: it has 10*N entries, not 320");
  }

  @Test
  void anOpenLengthThatIsTakenAsANumber() {
    Dims table = Dims.floats(7, 8);
    assertSentence(
        () -> shapes.in("text").add(shapes.embedding(sentence, table), Dims.floats(16, 8)),
        "add in text: a [N, L, 8] and b [16, 8] do not go together: L is neither 16 nor 1");
  }

  @Test
  void aShapeThatDoesNotDivide() {
    assertSentence(
        () -> shapes.in("patch").reshape(vectors, 0, 4, -1),
        "reshape in patch: x [N, 10] cannot become [0, 4, -1]: 10*N does not divide by 4*N");
    assertSentence(
        () -> shapes.groupNorm(image, 5, Dims.floats(48), Dims.floats(48)),
        "groupNorm: 48 channels of x [N, 48, 28, 28] do not split into 5 groups");
    assertSentence(
        () -> shapes.pixelUnshuffle(image, 3),
        "pixelUnshuffle: 28 of x [N, 48, 28, 28] does not divide by 3");
  }

  @Test
  void anAxisThatIsNotThere() {
    assertSentence(
        () -> shapes.softmax(vectors, 2),
        "softmax: there is no axis 2 in x [N, 10], which has 2 dimensions");
  }

  @Test
  void floatsWhereIndicesAreDue() {
    assertSentence(
        () -> Layers.embedding(shapes, "label", vectors, 11, 32),
        "embedding in label: indices [N, 10] holds floats, expected whole numbers");
  }

  @Test
  void aWindowLargerThanTheImage() {
    assertSentence(
        () -> shapes.in("pool").maxPool(image, 30),
        "maxPool2d in pool: a window of 30 does not fit into x [N, 48, 28, 28] with padding 0");
  }

  @Test
  void attentionOverKeysThatAreNotTheMasks() {
    Dims heads = Dims.input(Element.FLOAT, List.of(), 4, 16, 8);
    Dims mask = Dims.input(Element.TRUTH, List.of(), 12);
    assertSentence(
        () -> shapes.in("mid").attention(heads, heads, heads, mask, false),
        "attention in mid: keyMask [N, 12] must be [N, 16], as key [N, 4, 16, 8] asks for");
  }

  @Test
  void aParameterWithoutWeights() {
    OnnxOps onnx = new OnnxOps(Map.of());
    String x = onnx.input("x", vectors);

    assertSentence(
        () -> Layers.linear(onnx.in("mid"), "query", x, 10, 10),
        "no trained weights for the parameter mid.query.weight");
  }

  @Test
  void weightsOfAnotherShape() {
    OnnxOps onnx = new OnnxOps(Map.of("p", new ParameterValue(new long[] {0}, NONE)));

    assertSentence(
        () -> onnx.parameter("p", Initializer.constant(0), 3, 4),
        "parameter p has shape [0], the network asks for [3, 4]");
  }

  @Test
  void dropoutThatNeverStopsIsNotExported() {
    OnnxOps onnx = new OnnxOps(Map.of());
    String x = onnx.input("x", vectors);

    assertSentence(
        () -> onnx.in("head.drop").dropoutAlways(x, 0.5),
        "dropoutAlways in head.drop: it cannot be exported: it drops values at random while sampling"
            + " too, so a sample could not be made again from its seed; use dropout, which is the"
            + " identity in an export");
  }

  @Test
  void normalisationByTheBatchIsNotExported() {
    OnnxOps onnx = new OnnxOps(Map.of());
    String x = onnx.input("x", vectors);

    assertSentence(
        () -> onnx.in("start").batchNormOfBatch(x, x, x),
        "batchNormOfBatch in start: it cannot be exported: it normalises by the batch's own"
            + " statistics, so a sample would depend on its neighbours; use batchNorm, which keeps"
            + " running statistics, or instanceNorm");
  }

  @Test
  void theSameSentenceWhenNodesAreWritten() {
    OnnxOps onnx =
        new OnnxOps(
            Map.of(
                "up1.conv0.weight", new ParameterValue(new long[] {1, 2, 1, 1}, new float[2]),
                "up1.conv0.bias", new ParameterValue(new long[] {1}, new float[1])));
    String x = onnx.input("x", image);

    assertSentence(
        () -> Layers.conv(onnx.in("up1"), "conv0", x, 2, 1, 1),
        "conv2d in up1.conv0: weight [1, 2, 1, 1] takes 2 channels, x [N, 48, 28, 28] has 48");
  }

  @Test
  void anOutputThatIsNotWhatItsPortSays() {
    assertSentence(
        new Misdescribed()::check, "output y of Misdescribed is [N, 5], its port says [N, 4]");
  }

  /** Gives five numbers and says four. */
  private record Misdescribed() implements Network {
    @Override
    public List<Port> inputs() {
      return List.of(Port.numbers("x", 3));
    }

    @Override
    public Port output() {
      return Port.numbers("y", 4);
    }

    @Override
    public <T> T apply(Ops<T> ops, List<T> inputs) {
      return Layers.linear(ops, "l", inputs.get(0), 3, 5);
    }
  }
}
