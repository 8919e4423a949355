package plan_test

import (
	"math/bits"
	"slices"
	"testing"

	"github.com/spfcheck/spfcheck/spfcheck/internal/plan"
)

func none(int) uint { return 0 }

// TestOrder: the state of a set of steps is how bad it is.
func TestOrder(t *testing.T) {
	worse := func(before, after int) bool { return after > before }
	tests := []struct {
		name  string
		bad   map[uint]int // by steps; what isn't there is 5
		needs func(int) uint
		want  []int
		ok    bool
	}{
		{"as it is", map[uint]int{0b000: 9, 0b111: 0}, none, []int{0, 1, 2}, true},
		{"the second first", map[uint]int{0b00: 5, 0b01: 7, 0b10: 5, 0b11: 0, 0b111: 0}, none, []int{1, 0, 2}, true},
		{"what is needed first", map[uint]int{0b000: 9, 0b111: 0}, func(i int) uint { return []uint{0b010, 0b100, 0}[i] }, []int{2, 1, 0}, true},
		{"in no order, whichever is last", map[uint]int{0b011: 1, 0b101: 1, 0b110: 1, 0b111: 3}, none, nil, false},
		{"there is none", map[uint]int{0b000: 1, 0b111: 0}, none, nil, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tries := 0
			trials := plan.NewTrials(map[uint]int{}, func(steps uint) int {
				tries++
				if bad, ok := tt.bad[steps]; ok {
					return bad
				}
				return 5
			})
			got, ok := trials.Order(plan.All(3), tt.needs, worse)
			if !slices.Equal(got, tt.want) || ok != tt.ok {
				t.Errorf("got %v, %v", got, ok)
			}
			if tries > 8 {
				t.Errorf("%d trials of 8 states", tries)
			}
		})
	}
}

// TestFewest: what adds nothing goes, the last first, unless another step needs it.
func TestFewest(t *testing.T) {
	best := func(steps uint) int { return max(0, 2-bits.OnesCount(steps&0b0111)) } // two of the first three do
	asGood := func(with, without int) bool { return without <= with }
	if got := plan.NewTrials(map[uint]int{}, best).Fewest(4, none, asGood); got != 0b0011 {
		t.Errorf("got %04b", got)
	}
	needs := func(i int) uint { return []uint{0b0100, 0, 0, 0}[i] } // the first comes after the third
	if got := plan.NewTrials(map[uint]int{}, best).Fewest(4, needs, asGood); got != 0b0101 {
		t.Errorf("with needs: got %04b", got)
	}
}
