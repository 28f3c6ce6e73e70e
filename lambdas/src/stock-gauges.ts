import type { Metrics } from '@sagopalgo/core/runtime/metrics.ts';
import type { MysqlFacts, RedisFacts } from './take-stock/store-facts.ts';
import type { Stock } from './take-stock/take-stock.ts';

const MS_PER_SECOND = 1000;

/** What the keeper shows of how the marketplace stands; call what is returned with each count. */
export function stockGauges(metrics: Metrics): (stock: Stock) => void {
  const gaugeBy = (label: string, name: string, help: string) =>
    labelled(metrics, label, name, help);
  const auctions = gaugeBy(
    'state',
    'auctions',
    'Auctions by state; those that are over, of the last day',
  );
  const overdue = gaugeBy(
    'step',
    'auctions_overdue',
    'Auctions that were not opened, or not settled, a minute after their time',
  );
  const orders = gaugeBy('state', 'orders', 'Orders by state; those at their end, of the last day');
  const lag = gaugeBy(
    'index',
    'search_lag_seconds',
    'How long a change has waited for an index, the longest one',
  );
  const setAside = gaugeBy('index', 'search_set_aside', 'Auctions that an index did not take');
  const waiting = metrics.gauge('pushes_waiting', 'Pushes still to be sent', [], 'max');
  const pushLag = metrics.gauge(
    'push_lag_seconds',
    'How long a push has waited for a sender, the longest one',
    [],
    'max',
  );
  const [redis, mysql] = [redisMeasures(metrics), mysqlMeasures(metrics)];
  return (stock) => {
    auctions(stock.auctions);
    overdue(stock.overdue);
    orders(stock.orders);
    lag(stock.searchLagMs, MS_PER_SECOND);
    setAside(stock.searchSetAside);
    waiting.set(stock.pushes.waiting);
    pushLag.set(stock.pushes.lagMs / MS_PER_SECOND);
    redis(stock.redis);
    mysql(stock.mysql);
  };
}

/** A gauge with a value for each of what its label tells apart, set all at once. */
function labelled(metrics: Metrics, label: string, name: string, help: string) {
  const gauge = metrics.gauge(name, help, [label], 'max');
  return (values: Record<string, number>, perUnit = 1): void => {
    for (const [of, value] of Object.entries(values)) gauge.set({ [label]: of }, value / perUnit);
  };
}

function redisMeasures(metrics: Metrics): (facts: RedisFacts) => void {
  const masters = metrics.gauge('redis_masters', 'Redis servers that judge', [], 'max');
  const memory = metrics.gauge('redis_memory_bytes', 'Memory that Redis uses', [], 'max');
  const used = metrics.gauge(
    'redis_memory_used_ratio',
    'Of the memory that a Redis may use, the share that the fullest one uses',
    [],
    'max',
  );
  const clients = metrics.gauge('redis_clients', 'Connections to Redis', [], 'max');
  const failing = metrics.gauge(
    'redis_file_failing',
    'Whether the append-only file of a Redis could not be written to last',
    [],
    'max',
  );
  const calls = metrics.counter('redis_script_calls_total', 'Scripts run by Redis');
  const seconds = metrics.counter('redis_script_seconds_total', 'Time that Redis spent in scripts');
  return (facts) => {
    masters.set(facts.masters);
    memory.set(facts.memoryBytes);
    used.set(facts.memoryUsedRatio);
    clients.set(facts.clients);
    failing.set(facts.isFileFailing ? 1 : 0);
    setTotal(calls, facts.scriptCalls);
    setTotal(seconds, facts.scriptSeconds);
  };
}

function mysqlMeasures(metrics: Metrics): (facts: MysqlFacts) => void {
  const connections = metrics.gauge('mysql_connections', 'Connections to MySQL', [], 'max');
  const running = metrics.gauge('mysql_running', 'Connections that run a statement', [], 'max');
  const statements = metrics.counter('mysql_statements_total', 'Statements run by MySQL');
  const slow = metrics.counter('mysql_slow_statements_total', 'Statements that MySQL calls slow');
  const waits = metrics.counter('mysql_row_lock_waits_total', 'Waits for the lock of a row');
  return (facts) => {
    connections.set(facts.connections);
    running.set(facts.running);
    setTotal(statements, facts.statements);
    setTotal(slow, facts.slowStatements);
    setTotal(waits, facts.rowLockWaits);
  };
}

// A server counts since its own start; one that began anew is seen to do so, as any counter is.
function setTotal(counter: ReturnType<Metrics['counter']>, total: number): void {
  counter.reset();
  counter.inc(total);
}
