package dev.kiln.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows of the bench, as docs/architecture.md draws them. */
class ArchitectureTest {

  private static final String ROOT = "dev.kiln.bench.";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.kiln.bench");

  @Test
  void packagesFormALine() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("report")
        .definedBy(ROOT + "report")
        .layer("net")
        .definedBy(ROOT + "net")
        .layer("rig")
        .definedBy(ROOT + "rig")
        .layer("kernel")
        .definedBy(ROOT + "kernel..")
        .layer("question")
        .definedBy(ROOT + "question")
        .layer("cli")
        .definedBy(ROOT + "cli")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("question")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("rig")
        .mayOnlyBeAccessedByLayers("question")
        .whereLayer("kernel")
        .mayOnlyBeAccessedByLayers("cli")
        .check(CLASSES);
  }

  @Test
  void networksKnowNothingOfKafka() {
    noClasses()
        .that()
        .resideInAPackage("dev.kiln.bench.net")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..", "dev.kiln.streams..")
        .check(CLASSES);
  }
}
