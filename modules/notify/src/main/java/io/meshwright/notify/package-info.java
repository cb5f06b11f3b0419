/**
 * Alerts and metrics of data products, told to logs, webhooks, mail, StatsD and Prometheus.
 *
 * <p>Whoever evaluates a contract says which {@link io.meshwright.notify.Alert alerts} hold; {@link
 * io.meshwright.notify.Notifications} decides who is to hear of what, and what came of it is a
 * value. A sink that is down never fails a run. Nothing here knows Spark, Delta, or where settings
 * come from: {@link io.meshwright.notify.SinkSettings} are made by the caller, secrets resolved,
 * and what is open from run to run is kept by an {@link io.meshwright.notify.AlertLog}.
 *
 * <p>The module's README shows the settings in HOCON and an example of each message.
 *
 * <p>Start reading at {@link io.meshwright.notify.Notifications}.
 */
package io.meshwright.notify;
