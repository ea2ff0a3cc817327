package dev.kiln.generation.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an ONNX file from a stranger must not hold, and what it may. */
@Timeout(60)
class OnnxScanTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"weights.bin", "../weights.bin", "/etc/passwd", "", "..\\..\\x", "a\u0000b"})
  void noTensorOfAnotherFile(String location) {
    TensorProto weight =
        TensorProto.newBuilder()
            .setName("w")
            .setDataType(DataType.FLOAT.getNumber())
            .addDims(4)
            .setDataLocation(DataLocation.EXTERNAL)
            .addExternalData(
                StringStringEntryProto.newBuilder().setKey("location").setValue(location))
            .build();
    assertRefused(
        graph(TinyOnnx.node("Add", List.of("x", "w"), "y")).addInitializer(weight),
        "tiny keeps a tensor in another file, which is not read");
    assertRefused(
        graph(
            TinyOnnx.node("Constant", List.of(), "c").toBuilder()
                .addAttribute(
                    AttributeProto.newBuilder()
                        .setName("value")
                        .setType(AttributeType.TENSOR)
                        .setT(weight))
                .build(),
            TinyOnnx.node("Add", List.of("x", "c"), "y")),
        "tiny keeps a tensor in another file, which is not read");
  }

  @Test
  void noTensorThatClaimsMoreThanTheFileHolds() {
    TensorProto huge =
        TensorProto.newBuilder()
            .setName("w")
            .setDataType(DataType.FLOAT.getNumber())
            .addDims(1L << 31)
            .addDims(1L << 31)
            .addFloatData(1)
            .build();
    assertRefused(
        graph(TinyOnnx.node("Add", List.of("x", "w"), "y")).addInitializer(huge),
        "tiny has a tensor \"w\" that claims more values than the file has bits");
    assertRefused(
        graph(TinyOnnx.node("Add", List.of("x", "w"), "y"))
            .addInitializer(huge.toBuilder().clearDims().addDims(-4)),
        "tiny has a tensor \"w\" that claims more values than the file has bits");
  }

  /** ONNX Runtime takes twice the time for each further depth; twenty are minutes. */
  @Test
  void noGraphsTooDeepInEachOther() throws Exception {
    GraphProto inner = branch(TinyOnnx.node("Identity", List.of("x"), "o"));
    GraphProto.Builder deepest = null;
    for (int depth = 2; depth <= 9; depth++) {
      GraphProto.Builder whole = graph(choice(inner, "y")).addInitializer(condition());
      if (depth <= 8) {
        OnnxScan.check("tiny", TinyOnnx.model(whole), false);
      } else {
        deepest = whole;
      }
      inner = branch(choice(inner, "o"));
    }
    assertThat(deepest).isNotNull();
    assertRefused(deepest, "tiny has graphs more than 8 deep in each other, which is not taken");
  }

  @Test
  void noOperatorsOfLibrariesThatNobodyAllowed() throws Exception {
    NodeProto foreign =
        TinyOnnx.node("Evil", List.of("x"), "y").toBuilder().setDomain("com.evil").build();
    assertRefused(
        graph(foreign),
        "tiny uses operators of com.evil, and no library of custom operators is allowed");

    OnnxScan.check("tiny", TinyOnnx.model(graph(foreign)), true);
    NodeProto known =
        TinyOnnx.node("Gelu", List.of("x"), "y").toBuilder().setDomain("com.microsoft").build();
    OnnxScan.check("tiny", TinyOnnx.model(graph(known)), false);
  }

  @Test
  void onlyLibrariesThatTheOptionsNameAreLoaded() {
    Path library = Path.of("no-such-library.so");
    assertThatThrownBy(
            () ->
                OnnxNetwork.load(
                    "tiny",
                    TinyOnnx.denoiser(4),
                    OnnxOptions.cpu(1).withCustomOperators(List.of(library))))
        .as("the one that is named is really tried")
        .isInstanceOf(NetworkException.class)
        .hasMessageContaining("no-such-library.so");
    assertThat(OnnxOptions.cpu().customOperators()).isEmpty();
  }

  @Test
  void noNodeThatNamesAFileOfItsOwn() {
    assertRefused(
        graph(
            TinyOnnx.node("EPContext", List.of("x"), "y").toBuilder()
                .setDomain("com.microsoft")
                .build()),
        "tiny has an EPContext node, which names a file of its own");
  }

  @Test
  void garbageIsRefusedInOneSentence() {
    Random random = new Random(11);
    byte[] good = TinyOnnx.denoiser(4);
    for (int i = 0; i < 300; i++) {
      byte[] bytes = i % 2 == 0 ? new byte[random.nextInt(2000)] : good.clone();
      for (int flips = i % 2 == 0 ? bytes.length : 1 + random.nextInt(8); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try (OnnxNetwork network = OnnxNetwork.load("tiny", bytes, OnnxOptions.cpu(1))) {
        assertThat(network.signature().outputs()).isNotNull();
      } catch (NetworkException e) {
        assertThat(e.getMessage()).contains("tiny").doesNotContain("\n").hasSizeLessThan(1000);
      }
    }
  }

  private static GraphProto.Builder graph(NodeProto... nodes) {
    return GraphProto.newBuilder()
        .setName("g")
        .addInput(TinyOnnx.value("x", DataType.FLOAT, 4))
        .addOutput(TinyOnnx.value("y", DataType.FLOAT, 4))
        .addAllNode(List.of(nodes));
  }

  private static GraphProto branch(NodeProto node) {
    return GraphProto.newBuilder()
        .setName("b")
        .addOutput(TinyOnnx.value("o", DataType.FLOAT))
        .addNode(node)
        .build();
  }

  private static NodeProto choice(GraphProto inner, String output) {
    return TinyOnnx.node("If", List.of("c"), output).toBuilder()
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("then_branch")
                .setType(AttributeType.GRAPH)
                .setG(inner))
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("else_branch")
                .setType(AttributeType.GRAPH)
                .setG(branch(TinyOnnx.node("Identity", List.of("x"), "o"))))
        .build();
  }

  private static TensorProto condition() {
    return TensorProto.newBuilder()
        .setName("c")
        .setDataType(DataType.BOOL.getNumber())
        .addInt32Data(1)
        .build();
  }

  private static void assertRefused(GraphProto.Builder graph, String message) {
    byte[] bytes = TinyOnnx.model(graph);
    assertThatThrownBy(() -> OnnxNetwork.load("tiny", bytes, OnnxOptions.cpu(1)))
        .isInstanceOf(NetworkException.class)
        .hasMessage(message);
  }
}
