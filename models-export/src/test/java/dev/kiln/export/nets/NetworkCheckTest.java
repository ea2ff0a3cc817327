package dev.kiln.export.nets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.kiln.export.ops.shape.ShapeOps;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkCheckTest {
  static Stream<Network> networks() {
    return Stream.of(
        UNet.forImages(1, 28, 10),
        UNet.forImages(3, 32, 2),
        DcGan.forImages(1, 28, 10).generator(),
        DcGan.forImages(3, 32, 5).generator(),
        Classifier.digits(),
        new TableDenoiser(11, 32, 2));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void everyNetworkFitsAndGivesWhatItsPortsSay(Network network) {
    assertThatCode(network::check).doesNotThrowAnyException();
  }

  @Test
  void theBatchStaysOpenFromOneEndToTheOther() {
    Network network = Classifier.digits();

    assertThat(network.applyAll(new ShapeOps(), network.inputs().stream().map(Port::dims).toList()))
        .hasToString("[[N, 10]]");
  }
}
