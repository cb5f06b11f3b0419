package io.meshwright.governance;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.Contract;
import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.Owner;
import io.meshwright.contract.ProductName;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a folder of policies holds: the policies, the waivers below it, and the organization beside.
 *
 * @param warnings what is to be said of waivers that can be used
 */
public record PolicyFolder(PolicySet policies, WaiverList waivers, List<Diagnostic> warnings) {

  public PolicyFolder {
    requireNonNull(policies, "policies");
    requireNonNull(waivers, "waivers");
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads a folder.
   *
   * @param contracts the products that waivers may speak of; asked only if there is a waiver, since
   *     to tell may mean to read every contract there is
   * @throws io.meshwright.contract.InvalidContractException with every problem of every policy, or
   *     of every waiver
   */
  public static PolicyFolder read(
      Path folder, Supplier<? extends Collection<Contract>> contracts, LocalDate today) {
    PolicySet policies = PolicyReader.read(folder);
    List<Path> files = WaiverReader.filesBelow(folder);
    if (files.isEmpty()) {
      return new PolicyFolder(policies, WaiverList.EMPTY, List.of());
    }

    Map<ProductName, Owner> owners = new HashMap<>();
    contracts.get().forEach(contract -> owners.put(contract.name(), contract.owner()));
    WaiverReader.Loaded loaded =
        new WaiverReader(
                new WaiverReader.Known(owners, policies.ruleNames(), policies.domainsUnderSox()))
            .read(files, today);
    return new PolicyFolder(policies, loaded.waivers(), loaded.warnings());
  }

  /** What judges products by these policies and waivers. */
  public PolicyEngine engine() {
    return new PolicyEngine(policies, waivers);
  }
}
