package main

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strconv"
)

// operators are what each operator is changed to.
var operators = map[token.Token][]token.Token{
	token.LAND: {token.LOR}, token.LOR: {token.LAND},
	token.EQL: {token.NEQ}, token.NEQ: {token.EQL},
	token.LSS: {token.LEQ, token.GEQ}, token.LEQ: {token.LSS, token.GTR},
	token.GTR: {token.GEQ, token.LEQ}, token.GEQ: {token.GTR, token.LSS},
	token.ADD: {token.SUB}, token.SUB: {token.ADD},
	token.MUL: {token.QUO}, token.QUO: {token.MUL}, token.REM: {token.MUL},
	token.AND: {token.OR}, token.OR: {token.AND}, token.SHL: {token.SHR}, token.SHR: {token.SHL},
	token.ADD_ASSIGN: {token.SUB_ASSIGN}, token.SUB_ASSIGN: {token.ADD_ASSIGN},
	token.INC: {token.DEC}, token.DEC: {token.INC},
}

// visit adds the changes at a node.
func (f *finder) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.GenDecl:
		return n.Tok != token.IMPORT
	case *ast.BinaryExpr:
		f.operator(n.OpPos, n.Op)
		if n.Op == token.LAND || n.Op == token.LOR {
			f.negate(n.X)
			f.negate(n.Y)
		}
	case *ast.UnaryExpr:
		if n.Op == token.NOT {
			f.replace(n.OpPos, n.X.Pos(), "")
		}
	case *ast.IncDecStmt:
		f.operator(n.TokPos, n.Tok)
	case *ast.AssignStmt:
		f.operator(n.TokPos, n.Tok)
		if n.Tok != token.DEFINE {
			f.replace(n.Pos(), n.End(), "")
		}
	case *ast.ExprStmt:
		f.replace(n.Pos(), n.End(), "")
	case *ast.IfStmt:
		f.negate(n.Cond)
	case *ast.SwitchStmt:
		f.cases(n)
	case *ast.ReturnStmt:
		for _, result := range n.Results {
			f.negate(result)
		}
	case *ast.BasicLit:
		f.number(n)
	case *ast.Ident:
		f.constant(n)
	}
	return true
}

func (f *finder) operator(at token.Pos, op token.Token) {
	for _, other := range operators[op] {
		f.replace(at, at+token.Pos(len(op.String())), other.String())
	}
}

// cases negates the conditions of a switch without a value.
func (f *finder) cases(s *ast.SwitchStmt) {
	if s.Tag != nil {
		return
	}
	for _, clause := range s.Body.List {
		for _, condition := range clause.(*ast.CaseClause).List {
			f.negate(condition)
		}
	}
}

// negate negates a condition whose operator isn't changed already.
func (f *finder) negate(e ast.Expr) {
	switch e := e.(type) {
	case *ast.BinaryExpr, *ast.UnaryExpr, *ast.ParenExpr:
		return
	default:
		if t, ok := f.TypesInfo.TypeOf(e).(*types.Basic); ok && t.Kind() == types.Bool && f.TypesInfo.Types[e].Value == nil {
			f.replace(e.Pos(), e.End(), "!("+f.textOf(e)+")")
		}
	}
}

// number changes an integer by one.
func (f *finder) number(n *ast.BasicLit) {
	if value, err := strconv.ParseInt(n.Value, 10, 32); n.Kind == token.INT && err == nil {
		f.replace(n.Pos(), n.End(), strconv.FormatInt(value+1, 10))
	}
}

// constant puts the next constant of the same type in the place of one, such as
// another outcome, and true in the place of false.
func (f *finder) constant(name *ast.Ident) {
	used, ok := f.TypesInfo.Uses[name].(*types.Const)
	if !ok {
		return
	}
	if used.Pkg() == nil { // true, false or iota
		if used.Val().Kind() == constant.Bool {
			f.replace(name.Pos(), name.End(), strconv.FormatBool(name.Name == "false"))
		}
		return
	}
	if _, named := used.Type().(*types.Named); !named {
		return
	}
	var alike []*types.Const
	scope := used.Pkg().Scope()
	for _, other := range scope.Names() {
		c, ok := scope.Lookup(other).(*types.Const)
		if ok && types.Identical(c.Type(), used.Type()) && (c.Exported() || c.Pkg() == f.Types) {
			alike = append(alike, c)
		}
	}
	slices.SortFunc(alike, func(a, b *types.Const) int { return int(a.Pos() - b.Pos()) })
	i := slices.Index(alike, used)
	if i < 0 || len(alike) == 1 {
		return
	}
	f.replace(name.Pos(), name.End(), alike[(i+1)%len(alike)].Name())
}
