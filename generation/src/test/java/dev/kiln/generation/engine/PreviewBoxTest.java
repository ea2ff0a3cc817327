package dev.kiln.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.kiln.generation.request.Preview;
import dev.kiln.generation.tensor.FloatTensor;
import dev.kiln.generation.tensor.Shape;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PreviewBoxTest {

  private final AtomicInteger told = new AtomicInteger();

  @Test
  void whoIsSlowSeesTheLatestOfEachSample() {
    var box = new PreviewBox(1, told::incrementAndGet);
    box.put(preview(0, 2));
    box.put(preview(1, 2));
    box.put(preview(0, 4));
    box.put(preview(0, 6));
    assertThat(box.take())
        .extracting(Preview::index, Preview::step)
        .containsExactly(tuple(1, 2), tuple(0, 6));
    assertThat(box.dropped()).isEqualTo(2);
    assertThat(box.take()).isEmpty();
  }

  @Test
  void tellsOnceUntilSomebodyLooked() {
    var box = new PreviewBox(3, told::incrementAndGet);
    box.put(preview(0, 1));
    box.put(preview(0, 2));
    assertThat(told).hasValue(1);
    assertThat(box.take()).extracting(Preview::step).containsExactly(1, 2);
    box.put(preview(0, 3));
    assertThat(told).hasValue(2);
    assertThat(box.dropped()).isZero();
  }

  @Test
  void holdsNoMoreOfASampleThanItWasMadeFor() {
    var box = new PreviewBox(3, told::incrementAndGet);
    for (int step = 1; step <= 1000; step++) {
      box.put(preview(step % 2, step));
    }
    assertThat(box.take()).extracting(Preview::step).containsExactly(995, 996, 997, 998, 999, 1000);
    assertThat(box.dropped()).isEqualTo(994);
  }

  @Test
  void refusesToHoldNothing() {
    assertThatThrownBy(() -> new PreviewBox(0, () -> {}))
        .hasMessage("perSample must be at least 1, was 0");
  }

  private static Preview preview(int index, int step) {
    return new Preview(index, step, 1000, new FloatTensor(Shape.of(1), new float[1]));
  }
}
