package dev.kiln.export.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import dev.kiln.export.nets.Network;
import dev.kiln.export.nets.Port;
import dev.kiln.export.ops.shape.ShapeOps;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation computes the same on PyTorch and, as written, in ONNX Runtime. */
class OpsParityTest {
  /** These two exist to be refused; see {@link NetworkErrorsTest}. */
  private static final Set<String> NOT_EXPORTED = Set.of("batchNormOfBatch", "dropoutAlways");

  private record Case(String name) implements Network {
    @Override
    public List<Port> inputs() {
      return List.of(Port.numbers("x", 4, 6, 6), Port.indices("tokens", 7, 5));
    }

    @Override
    public Port output() {
      return BackEnds.output(apply(new ShapeOps(), inputs().stream().map(Port::dims).toList()));
    }

    @Override
    public <T> T apply(Ops<T> ops, List<T> inputs) {
      return ops.toFloat(OperationCases.apply(name, ops, inputs.get(0), inputs.get(1)));
    }
  }

  static Stream<String> operations() {
    return Arrays.stream(Ops.class.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .map(Method::getName)
        .distinct()
        .filter(name -> !NOT_EXPORTED.contains(name))
        .sorted();
  }

  static Stream<String> cases() {
    return Stream.concat(operations(), OperationCases.FURTHER.stream());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void computesTheSameOnBothSides(String name) throws OrtException {
    assertThat(new BackEnds(new Case(name), 11).difference()).isLessThan(1e-5);
  }

  @Test
  void thereAreOperationsEnough() {
    assertThat(operations()).hasSizeGreaterThan(100);
  }
}
