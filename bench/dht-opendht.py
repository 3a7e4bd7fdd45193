#!/usr/bin/python3
"""For dht.ts: OpenDHT (GPL-3.0-or-later; Debian's python3-opendht), all nodes in this process, gets through its C++ API."""
import argparse
import json
import os
import random
import threading
import time

import opendht as dht

RECORDS = 200
AT_ONCE = 16
ASK_SECONDS = 20

parser = argparse.ArgumentParser()
for name, default in (('nodes', 32), ('warm', 300), ('alone', 300), ('many', 1500)):
    parser.add_argument('--' + name, type=int, default=default)
plan = parser.parse_args()


def start_node(port_of_first):
    node = dht.DhtRunner()
    config = dht.DhtConfig()
    # Without its limit of requests per second, which many gets from one address run into.
    config.setRateLimit(-1, -1)
    node.run(port=0, ipv4='127.0.0.1', ipv6='::1', config=config)
    if port_of_first is not None:
        node.bootstrap('127.0.0.1', str(port_of_first))
    return node


def port_of(node):
    bound = node.getBound()
    return bound.getPort() if hasattr(bound, 'getPort') else int(str(bound).rsplit(':', 1)[1])


def get(node, key, ended):
    """Calls `ended` once with whether a value came: at the first value, as an application would go on then."""
    state = {'ended': False}

    def end(found):
        if not state['ended']:
            state['ended'] = True
            ended(found)

    def value(_):
        end(True)
        return False

    node.get(key, get_cb=value, done_cb=lambda ok, nodes: end(False))


def alone(nodes, key):
    waiting = threading.Event()
    result = []
    get(random.choice(nodes), key, lambda found: (result.append(found), waiting.set()))
    if not waiting.wait(ASK_SECONDS) or not result[0]:
        raise RuntimeError('a get has failed')


def many(nodes, keys, count):
    slots = threading.Semaphore(AT_ONCE)
    failures = []

    def ended(found):
        if not found:
            failures.append(1)
        slots.release()

    for i in range(count):
        if not slots.acquire(timeout=ASK_SECONDS):
            raise RuntimeError('gets hang')
        get(random.choice(nodes), keys[i % RECORDS], ended)
    for _ in range(AT_ONCE):
        if not slots.acquire(timeout=ASK_SECONDS):
            raise RuntimeError('gets hang')
    if failures:
        raise RuntimeError('%d gets have failed' % len(failures))


def quantile(values, q):
    values = sorted(values)
    at = (len(values) - 1) * q
    low = values[int(at)]
    return low + (values[min(int(at) + 1, len(values) - 1)] - low) * (at - int(at))


begun = time.perf_counter()
first = start_node(None)
nodes = [first] + [start_node(port_of(first)) for _ in range(plan.nodes - 1)]
time.sleep(5)
keys = [dht.InfoHash.get('record %d' % i) for i in range(RECORDS)]
for key in keys:
    for attempt in range(10):
        if random.choice(nodes).put(key, dht.Value(b'x' * 100)):
            break
    else:
        raise RuntimeError('a put has failed')
start_seconds = time.perf_counter() - begun

for i in range(plan.warm):
    alone(nodes, keys[i % RECORDS])
times = []
for i in range(plan.alone):
    before = time.perf_counter()
    alone(nodes, keys[i % RECORDS])
    times.append((time.perf_counter() - before) * 1000)
cpu = time.process_time()
before = time.perf_counter()
many(nodes, keys, plan.many)
seconds = time.perf_counter() - before
cpu = time.process_time() - cpu
print(json.dumps({
    'startSeconds': start_seconds,
    'get': {
        'p50': quantile(times, 0.5),
        'p99': quantile(times, 0.99),
        'perSecond': plan.many / seconds,
        'cpuMsEach': cpu * 1000 / plan.many,
    },
}), flush=True)
# Its threads would keep the process for a while.
os._exit(0)
