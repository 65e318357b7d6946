/* The editor: CodeMirror within a shadow root, where its styles are adopted style sheets, as the page's content security
   policy wants it. Nothing else of the project knows CodeMirror, but for completion and colours. */

import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  type CompletionSource,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentLess, indentMore } from "@codemirror/commands";
import { bracketMatching, indentService, indentUnit, type IndentContext } from "@codemirror/language";
import { setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { EditorState, Prec, Transaction } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
  placeholder,
  type KeyBinding,
} from "@codemirror/view";
import { pieces } from "../ask/sparql.ts";
import type { WorkbenchWords } from "../words/workbench.ts";
import { colours } from "./highlight.ts";
import { theme } from "./theme.ts";

export interface Mark {
  from: number;
  to: number;
  message: string;
  severity: "error" | "warning";
}

export interface Editor {
  readonly root: HTMLElement;
  text(): string;
  /** Put another text in; it can be undone. */
  put(text: string): void;
  /** Underline places; none takes the lines away. */
  mark(marks: Mark[]): void;
  /** Go to a place, and let it be seen. */
  go(offset: number): void;
}

export interface EditorOptions {
  text: string;
  words: WorkbenchWords;
  sources: CompletionSource[];
  changed(text: string): void;
  run(): void;
}

export function createEditor(options: EditorOptions): Editor {
  const host = document.createElement("div");
  host.className = "editor";
  const root = host.attachShadow({ mode: "open" });
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({ doc: options.text, extensions: extensions(options) }),
  });
  return {
    root: host,
    text: () => view.state.doc.toString(),
    put(text) {
      if (text === view.state.doc.toString()) return;
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: text },
        annotations: Transaction.userEvent.of("set"),
      });
    },
    mark: (marks) =>
      view.dispatch(
        setDiagnostics(
          view.state,
          marks.map((each) => diagnostic(each, view)),
        ),
      ),
    go(offset) {
      const anchor = Math.min(offset, view.state.doc.length);
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
      view.focus();
    },
  };
}

function diagnostic({ from, to, message, severity }: Mark, view: EditorView): Diagnostic {
  const { length } = view.state.doc;
  return { from: Math.min(from, length), to: Math.min(to, length), message, severity };
}

function extensions({ words, sources, changed, run }: EditorOptions) {
  const keys: KeyBinding[] = [
    {
      key: "Mod-Enter",
      run: () => {
        run();
        return true;
      },
    },
    { key: "Tab", run: acceptCompletion },
    { key: "Tab", run: indentMore, shift: indentLess },
  ];
  return [
    Prec.high(keymap.of(keys)),
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
    history(),
    lineNumbers(),
    drawSelection(),
    highlightActiveLine(),
    bracketMatching(),
    closeBrackets(),
    autocompletion({ override: sources, icons: false, maxRenderedOptions: 60 }),
    indentUnit.of("  "),
    indentService.of((context, position) => 2 * depthAt(context, position)),
    EditorState.languageData.of(() => [LANGUAGE]),
    EditorState.phrases.of({ Completions: words.completions, "Control character": words.controlCharacter }),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({
      "aria-label": words.editor,
      "aria-description": words.editorHint,
      autocapitalize: "off",
    }),
    EditorView.updateListener.of(({ docChanged, state }) => docChanged && changed(state.doc.toString())),
    placeholder("SELECT …"),
    colours,
    theme,
  ];
}

const LANGUAGE = { commentTokens: { line: "#" }, closeBrackets: { brackets: ["(", "[", "{", '"', "'"] } };

/* How many brackets are open where a line begins; one that closes at once does not count. */
function depthAt(context: IndentContext, position: number): number {
  const open = pieces(context.state.doc.sliceString(0, position)).reduce(
    (depth, { kind }) => depth + Number(kind === "open") - Number(kind === "close"),
    0,
  );
  return Math.max(open - Number(/^\s*[})\]]/u.test(context.textAfterPos(position))), 0);
}
