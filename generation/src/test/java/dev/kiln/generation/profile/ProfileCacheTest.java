package dev.kiln.generation.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.generation.network.Network;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.network.NetworkLoader;
import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import dev.kiln.generation.network.TinyOnnx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProfileCacheTest {

  @TempDir private Path directory;

  /** Real networks on two threads, counting how often one is loaded. */
  private static final class Counting implements NetworkLoader {
    private final String runtime;
    private int loads;

    Counting(String runtime) {
      this.runtime = runtime;
    }

    @Override
    public Network load(String name, byte[] bytes) throws NetworkException {
      loads++;
      return OnnxNetwork.loader(OnnxOptions.cpu(1)).load(name, bytes);
    }

    @Override
    public int cores() {
      return 2;
    }

    @Override
    public String runtime() {
      return runtime;
    }
  }

  @Test
  void aNetworkIsMeasuredOnceOnEachDevice() throws Exception {
    Counting here = new Counting("here");
    CallProfile first = profile(here, TinyOnnx.denoiser(4));
    int loads = here.loads;

    assertThat(first.costs())
        .extracting(cost -> cost.shape().callers() + "x" + cost.shape().threads())
        .containsOnly("2x1", "1x2");
    assertThat(first.costs()).allSatisfy(cost -> assertThat(cost.rowsPerSecond()).isPositive());
    assertThat(profile(here, TinyOnnx.denoiser(4))).isEqualTo(first);
    assertThat(here.loads).as("loaded for the second look").isEqualTo(loads);

    profile(here, TinyOnnx.denoiser(2));
    assertThat(here.loads).as("another network").isGreaterThan(loads);
    Counting elsewhere = new Counting("elsewhere");
    profile(elsewhere, TinyOnnx.denoiser(4));
    assertThat(elsewhere.loads).as("another device").isPositive();
  }

  @Test
  void aDamagedFileIsMeasuredAgain() throws Exception {
    Counting loader = new Counting("here");
    CallProfile first = profile(loader, TinyOnnx.denoiser(4));
    for (Path file : files()) {
      Files.writeString(file, "{\"costs\":[]}");
    }
    int loads = loader.loads;

    assertThat(profile(loader, TinyOnnx.denoiser(4)).costs()).isNotEmpty();
    assertThat(loader.loads).isGreaterThan(loads);
    assertThat(first.costs()).isNotEmpty();
  }

  private List<Path> files() throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  private CallProfile profile(NetworkLoader loader, byte[] bytes) throws NetworkException {
    return new ProfileCache(directory).profile(loader, "tiny", bytes, 8);
  }
}
