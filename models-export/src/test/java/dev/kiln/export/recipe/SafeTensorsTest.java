package dev.kiln.export.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.export.ops.ParameterValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeTensorsTest {
  @TempDir Path directory;

  @Test
  void readsWhatItWrote() throws IOException {
    Path file = directory.resolve("w.safetensors");
    Map<String, ParameterValue> values = new LinkedHashMap<>();
    values.put(
        "a.weight", new ParameterValue(new long[] {2, 3}, new float[] {1, -2, 3, 4.5f, 1e-30f, 6}));
    values.put("b", new ParameterValue(new long[0], new float[] {7}));

    SafeTensors.write(file, values);
    Map<String, ParameterValue> read = SafeTensors.read(file);

    assertThat(read.keySet()).containsExactly("a.weight", "b");
    values.forEach(
        (name, value) ->
            assertThat(read.get(name)).usingRecursiveComparison().as(name).isEqualTo(value));
  }

  @Test
  void namesAFileThatIsCutShort() throws IOException {
    Path file = directory.resolve("w.safetensors");
    SafeTensors.write(file, Map.of("a", new ParameterValue(new long[] {100}, new float[100])));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 30));

    assertThatThrownBy(() -> SafeTensors.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("w.safetensors is not a whole safetensors file");
  }
}
