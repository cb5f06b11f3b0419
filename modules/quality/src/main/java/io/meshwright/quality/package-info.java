/**
 * Rules measured on rows: what a contract promises, compiled once and counted inside the write.
 *
 * <p>A {@link io.meshwright.quality.RuleSet} turns the rules of a contract into a bitmask column, a
 * few counters that ride along with the write ({@code Dataset.observe}), key passes and queries;
 * {@link io.meshwright.quality.Evidence} holds what was counted, and {@link
 * io.meshwright.quality.RuleSet#judge} turns it into one {@link io.meshwright.quality.RuleResult} a
 * rule. Constraints are Deequ's: {@link io.meshwright.quality.DeequJudge}, {@link
 * io.meshwright.quality.DeequCounter} and {@link io.meshwright.quality.DeequAdvice} are the only
 * classes that name a Deequ or Scala type. Nothing here writes, and nothing here knows Delta.
 *
 * <p>A {@link io.meshwright.quality.Profiler} tells what rows hold before there are rules, and
 * {@link io.meshwright.quality.RuleSuggestions} which rules hold on them.
 *
 * <p>A {@link io.meshwright.quality.MetricSet} does the same for metrics, and an {@link
 * io.meshwright.quality.AlertSet} judges conditions on them, beside the past.
 *
 * <p>Start reading at {@link io.meshwright.quality.RuleSet}.
 */
package io.meshwright.quality;
