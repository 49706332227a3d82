// What a .vue file is for the tools that cannot look into it; vue-tsc can, and does.
declare module '*.vue' {
  import type { Component } from 'vue';

  const component: Component;
  export default component;
}
