/** Parameters such as `Filter.1.Value.2` as a tree: a text, or nodes by the next part of the name. */
export interface QueryNode {
  text?: string
  readonly children: Map<string, QueryNode>
}

export function queryTree(parameters: URLSearchParams): QueryNode {
  const root = newNode()
  for (const [name, text] of parameters) {
    let node = root
    for (const part of name.split('.')) {
      const child = node.children.get(part) ?? newNode()
      node.children.set(part, child)
      node = child
    }
    node.text = text
  }
  return root
}

function newNode(): QueryNode {
  return { children: new Map() }
}
