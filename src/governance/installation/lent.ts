import { refuseWhileHolding } from '../../database/sessions/held-connection.ts';

/**
 * Wraps services that Directus lends us. Making or calling one takes a connection of the pool, so it refuses while we hold one.
 * Call them before a session opens, or after it is closed.
 */
export function lent<Thing extends object>(thing: Thing): Thing {
  return new Proxy(thing, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? lentFunction(value, target, String(name)) : value;
    },
  });
}

function lentFunction(called: object, owner: object, name: string): object {
  return new Proxy(called, {
    construct(target, args) {
      refuseWhileHolding(name);
      return lent(construct(target, args));
    },
    apply(target, _this, args) {
      refuseWhileHolding(name);
      const answered: unknown = Reflect.apply(callable(target), owner, args);
      return answered;
    },
  });
}

function construct(target: object, args: unknown[]): object {
  const made: unknown = Reflect.construct(callable(target), args);
  return Object(made) as object;
}

function callable(target: object): (...args: unknown[]) => unknown {
  if (typeof target === 'function') return target as (...args: unknown[]) => unknown;
  throw new TypeError('Only functions are called');
}
